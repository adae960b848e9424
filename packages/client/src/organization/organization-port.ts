import { isAlarmCode } from '@postern/access';
import { askGate, type GateAnswer, listOrganizations } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { verifyChain } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { hasBegunAnew, withAddressTurned, withKeys } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import type { OrganizationPort } from '../port.ts';
import { takeUpRelinked } from '../relink/take-up.ts';
import { withdrawUnproven } from '../relink/unproven.ts';
import { appendEvents } from './append-events.ts';
import { confirmedBatch } from './device-confirmation.ts';
import type { EnteredOrganization } from './entered-organization.ts';
import { gatherEvidence } from './evidence.ts';
import { draftFounding, sendFounding } from './found-organization.ts';
import { judgeGateAnswer } from './judge-gate-answer.ts';
import { drawKitPdf, kitFileName } from './kit-pdf.ts';
import { keptLedgerBatch } from './ledger-records.ts';
import { appendKit, drawKit, isAskedGroup } from './recovery-kit.ts';

/** What was founded on this device and not yet written into the account's state, e.g. because the device stopped. */
const foundingName = 'organization/founding';

/** The port, and the question that is asked again while the answer is no. */
export interface OrganizationSide extends OrganizationPort {
  /** Enters as `enter` does, unless somebody has turned to another address since: then `undefined`. */
  readonly enterAgain: (address: string) => Promise<Result<GateAnswer> | undefined>;
}

/** The organizations' half of the port. */
export function createOrganizationPort(core: ClientCore): OrganizationSide {
  /** Where somebody wants to be. INVARIANT: an answer about any other address comes too late to be shown. */
  let wanted: string | undefined;
  /** Of which address `relink_proof_wrong` is said. */
  let unprovenAt: string | undefined;
  const isWanted = (address: string) => wanted === undefined || wanted === address;

  const enterNow = async (address: string): Promise<Result<GateAnswer>> => {
    const account = core.account();
    if (!account.ok) return account;
    const alarm = core.blockingAlarm();
    if (alarm !== undefined && alarm.code !== 'relink_proof_wrong') return alarm;
    // It says something about one address, and of that nothing was entered: the others go on.
    if (alarm !== undefined && unprovenAt !== address) core.liftUnproven();
    let entered = core.turnTo(account.value, address);
    if (entered === undefined) {
      // Another device of this account may have founded it a moment ago.
      const refreshed = await account.value.state.refresh();
      if (!refreshed.ok && isAlarmCode(refreshed.code)) {
        core.raise(refreshed);
        return refreshed;
      }
      // INVARIANT: nobody is turned back to where they waited, by an answer that comes after they have turned elsewhere.
      if (!isWanted(address)) return refuse('locked');
      entered = core.turnTo(account.value, address);
    }
    if (entered === undefined) {
      const asked = await askAboutStranger(core, account.value, address, () => isWanted(address));
      if (!asked.ok || !asked.value.allowed) return asked;
      const taken = await takeUpRelinked(core, account.value, address, asked.value);
      if (!taken.ok) {
        // The person may have turned elsewhere meanwhile.
        const isLate = !isWanted(address) || core.entered !== undefined;
        if (taken.code === 'relink_proof_wrong') unprovenAt = address;
        const { gate } = taken;
        if (gate !== undefined && !isLate) {
          const requests = core.ownRequests.at(address);
          core.snapshots.update({ entered: { address, gate, open: undefined, requests } });
        }
        if (isAlarmCode(taken.code) && !(isLate && taken.code === 'relink_proof_wrong')) core.raise(taken);
        return taken;
      }
      if (!isWanted(address)) return refuse('locked');
      entered = core.turnTo(account.value, address);
    }
    // Somebody who heard the words has signed, or another device of this account was told so.
    core.liftUnproven();
    void withdrawUnproven(core, address);
    if (entered === undefined) return refuse('organization_unknown');
    let gate = await entered.enter();
    if (!gate.ok && gate.code === 'organization_unknown' && isWanted(address)) {
      // Another device of this account may have turned the address to what was founded there anew.
      const refreshed = await account.value.state.refresh();
      const turned = refreshed.ok && isWanted(address) ? core.turnTo(account.value, address) : entered;
      if (turned !== undefined && turned !== entered) gate = await turned.enter();
    }
    if (!gate.ok && isAlarmCode(gate.code)) core.raise(gate);
    core.show();
    return gate;
  };
  const enter = (address: string) => {
    wanted = address;
    return enterNow(address);
  };

  const enteredAt = async (address: string): Promise<Result<EnteredOrganization>> => {
    if (core.entered?.address !== address) {
      const gate = await enter(address);
      if (!gate.ok) return gate;
    }
    const { entered } = core;
    return entered?.address === address ? ok(entered) : refuse('not_found');
  };

  return {
    enter,
    enterAgain: async (address) => (isWanted(address) ? enterNow(address) : undefined),
    create: async (name, address) => {
      const account = core.account();
      if (!account.ok) return account;
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const { opened, record, store } = account.value;
      const founding = await draftFounding(opened.keys, record().email, name, address, core.clock.nowMs());
      if (!founding.ok) return founding;
      const { organization, genesis, state, organizationKey } = founding.value;
      await store.write({ seal: [[foundingName, genesis]] });
      const sent = await sendFounding(core.api, founding.value);
      if (!sent.ok) {
        if (isAlarmCode(sent.code)) core.raise(sent);
        // An answer that was lost may have been a yes: what was drawn is kept until the server says.
        if (sent.code !== 'server_unreachable') await store.write({ remove: [foundingName] });
        return sent;
      }
      // What the server shows from now on is compared with this very genesis (attack row BW09).
      await store.write(keptLedgerBatch(organization, { state, hashes: [state.head.hash] }, [genesis]));
      await store.write(confirmedBatch(organization, state.head.seq));
      const vouched = await account.value.state.change((known) =>
        withKeys(withAddressTurned(known, { ...state.head, address, org: organization }), [
          { kind: 'organization', org: organization, epoch: 1, key: organizationKey },
        ]),
      );
      await store.write({ remove: [foundingName] });
      if (!vouched.ok && isAlarmCode(vouched.code)) core.raise(vouched);
      return ok({ id: organization, address, name });
    },
    makeKit: async (address) => {
      const entered = await enteredAt(address);
      if (!entered.ok) return entered;
      const appender = entered.value.appender();
      if (!appender.ok) return appender;
      const account = core.account();
      const state = entered.value.ledger.known()?.state;
      if (!account.ok || state === undefined) return refuse('locked');
      if (state.owner !== appender.value.member) return refuse('owner_only');
      const drawn = drawKit(state);
      entered.value.kit = drawn;
      const facts = {
        organization: state.name,
        address: state.address,
        organizationId: state.organization,
        url: `${core.snapshots.current().server?.publicUrl ?? ''}/${state.address}`,
        version: drawn.version,
        madeAtMs: core.clock.nowMs(),
        ownerEmail: account.value.record().email,
        groups: drawn.groups,
      };
      return ok({
        fileName: kitFileName(facts),
        pdf: await drawKitPdf(facts),
        version: drawn.version,
        groupCount: drawn.groups.length,
        askedGroup: drawn.askedGroup,
      });
    },
    confirmKit: async (address, typedGroup) => {
      const { entered } = core;
      const kit = entered?.address === address ? entered.kit : undefined;
      if (entered === undefined || kit === undefined) return refuse('ticket_expired');
      if (!isAskedGroup(kit, typedGroup)) {
        return refuse('recovery_code_mistyped', { field: '/typedGroup' });
      }
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const appender = entered.appender();
      if (!appender.ok) return appender;
      const appended = await appendKit(appender.value, kit, entered.keepKeys);
      if (!appended.ok) {
        if (isAlarmCode(appended.code)) core.raise(appended);
        return appended;
      }
      // Only what was heard of is over: the same group, typed again after a line that broke, finds that the kit counts.
      const gate = await enter(address);
      if (!gate.ok) return gate;
      entered.kit = undefined;
      return ok();
    },
    changeSettings: async (set) => {
      const { entered } = core;
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const appender = entered?.appender() ?? refuse('locked');
      if (!appender.ok) return appender;
      const appended = await appendEvents(appender.value, async () =>
        ok({ events: [{ type: 'settings_set' as const, body: { set } }] }),
      );
      if (!appended.ok && isAlarmCode(appended.code)) core.raise(appended);
      core.show();
      return appended.ok ? ok() : appended;
    },
    keyRecipients: async () => {
      const listed = core.entered?.recipients();
      return listed === undefined ? refuse('locked') : ok(listed);
    },
    confirmRecipients: async (seq) => {
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      return (await core.entered?.confirmRecipients(seq)) ?? refuse('locked');
    },
    evidence: async () => {
      const gathered = core.entered && (await gatherEvidence(core.entered));
      return gathered === undefined ? refuse('not_found') : ok(gathered);
    },
  };
}

/**
 * Finishes a founding whose answer or account state was lost: if the server has the organization this account drew, the
 * account's state vouches for it from now on.
 */
export async function resumeFounding(core: ClientCore, account: OpenAccount): Promise<void> {
  const kept = await account.store.read(foundingName);
  if (!kept.ok || kept.value === undefined) return;
  const listed = await core.api.call(listOrganizations, {});
  if (!listed.ok) return;
  const founded = await verifyChain(null, [kept.value]);
  const state = founded.ok ? founded.value.state : undefined;
  if (
    state !== undefined &&
    listed.value.organizations.some((one) => one.organization === state.organization)
  ) {
    const { organization: org, address, head } = state;
    await account.store.write(confirmedBatch(org, head.seq));
    const vouched = await account.state.change((known) =>
      withAddressTurned(known, { ...head, address, org }),
    );
    if (!vouched.ok) return;
  }
  await account.store.write({ remove: [foundingName] });
}

/**
 * The gate about an address that the account's state does not know: whatever it says, nothing is entered before
 * {@link takeUpRelinked} has found out that it is one of ours.
 */
async function askAboutStranger(
  core: ClientCore,
  account: OpenAccount,
  address: string,
  isWanted: () => boolean,
): Promise<Result<GateAnswer>> {
  const asked = await core.api.call(askGate, { params: { address: address.slice(0, 64) || '-' } });
  if (!asked.ok) return asked;
  const renewed = hasBegunAnew(account.opened, account.state.current());
  const judged = judgeGateAnswer(undefined, asked.value, renewed);
  // Another question may have entered meanwhile.
  const isLate = !isWanted() || core.entered !== undefined;
  if (judged.ok && !judged.value.allowed && !isLate) {
    core.snapshots.update({
      entered: { address, gate: judged.value, open: undefined, requests: core.ownRequests.at(address) },
    });
  }
  return judged;
}
