import { isAlarmCode } from '@postern/access';
import {
  type Bytes,
  type OrganizationId,
  ok,
  parseIpRange,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import type { RecoveryCode } from '@postern/crypto';
import { findMember, formerMakerOfKit, helpersOfOwner } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { withKeys, withLedgerHead } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import type { EnteredOrganization } from '../organization/entered-organization.ts';
import { judgeServedLedger } from '../organization/judge-served-ledger.ts';
import { kitFileName } from '../organization/kit-pdf.ts';
import { keptLedgerBatch } from '../organization/ledger-records.ts';
import { renewKeys } from '../organization/renew-keys.ts';
import type { KnownPlace } from '../owners-door/device-word.ts';
import type { OwnersDoorPort, RecoveryView, WantedExemptions } from '../owners-door/port.ts';
import { appendRecovery, type Recovered } from './append-recovery.ts';
import { checkRecoveryCode } from './check-recovery-code.ts';
import { parseGivenKit } from './kit-text.ts';
import { checkIdStart, type LedgerAtDoor, readAtDoor } from './read-at-door.ts';

/** What of the owner's door recovery needs. */
export interface AtDoor {
  readonly knownPlaces: () => Promise<readonly KnownPlace[] | undefined>;
  /** Whether the session was begun without the second factor. */
  readonly isLost: () => boolean;
  /** The keys that the account began anew with on this device, where it did. */
  readonly ownStatement: () => Bytes | undefined;
  /** The session at the door is over. */
  readonly over: () => void;
  /** Opens the keys of the account, whose session at the door has become a full one. */
  readonly open: () => Promise<Result<OpenAccount>>;
}

export type RecoverySteps = Pick<
  OwnersDoorPort,
  'beginRecovery' | 'identifyOrganization' | 'checkRecoveryCode' | 'recoverOrganization'
>;

interface Begun {
  readonly address: string;
  readonly ledger: LedgerAtDoor;
  /** The device's pins or the kit have said that this is the organization meant. */
  readonly identified: boolean;
}

/** Somebody else's write comes in between at most so often. */
const attempts = 5;

/** The steps from the owner's door back into the organization, in their order (docs/protocol/recovery.md). */
export function createRecoverySteps(core: ClientCore, door: AtDoor): RecoverySteps {
  let begun: Begun | undefined;

  const read = async (address: string): Promise<Result<Begun>> => {
    const ledger = await readAtDoor(core.api, address);
    if (!ledger.ok) {
      if (ledger.code === 'sign_in_required') door.over();
      return raised(ledger);
    }
    const place = (await door.knownPlaces())?.find((one) => one.address === address);
    if (place === undefined) {
      // Of the same organization as before, what the kit has identified stays so.
      const before = begun?.address === address ? begun : undefined;
      const same = before?.ledger.state.organization === ledger.value.state.organization;
      return ok({ address, ledger: ledger.value, identified: same && before?.identified === true });
    }
    const { state, hashes } = ledger.value;
    const served = { head: state.head, hashAt: (seq: number) => hashes[seq] };
    const judged = judgeServedLedger(place.organization, place.pin, served, () => undefined);
    return judged.ok ? ok({ address, ledger: ledger.value, identified: true }) : raised(judged);
  };
  const raised = <Refused extends Parameters<ClientCore['raise']>[0]>(refusal: Refused): Refused => {
    if (isAlarmCode(refusal.code)) core.raise(refusal);
    return refusal;
  };
  const exemptionsOf = ({ ledger }: Begun, wanted: WantedExemptions) => ({
    address: (wanted.address && parseIpRange(ledger.ownAddress ?? '')) || null,
    secondFactor: wanted.secondFactor,
  });
  const pinnedIn = (organization: OrganizationId) => (vault: VaultId) => {
    const account = core.account();
    const pins = account.ok ? account.value.state.current().vaultHeads : [];
    return pins.find((one) => one.org === organization && one.vault === vault);
  };
  /** The keys the owner comes back with: those of this device, else those in force by the verified ledger. */
  const statementFor = ({ ledger }: Begun): Result<Bytes> => {
    const { state, ownerStatement } = ledger;
    const account = core.account();
    if (account.ok) {
      const { keys } = account.value.opened;
      const isOwner = findMember(state, state.owner)?.account === keys.account;
      return isOwner ? ok(keys.statement.bytes) : refuse('recovery_denied');
    }
    const own = door.ownStatement();
    if (own !== undefined) return ok(own);
    return door.isLost() && ownerStatement !== undefined ? ok(ownerStatement) : refuse('locked');
  };
  const append = async (
    code: RecoveryCode,
    wanted: WantedExemptions,
  ): Promise<Result<{ readonly recovered: Recovered; readonly from: LedgerAtDoor }>> => {
    for (let attempt = 0; begun !== undefined; attempt++) {
      const keys = await checkRecoveryCode(begun.ledger, code);
      if (!keys.ok) return keys;
      const statement = statementFor(begun);
      if (!statement.ok) return statement;
      const recovered = await appendRecovery(
        {
          api: core.api,
          address: begun.address,
          keys: keys.value,
          statement: statement.value,
          exemptions: exemptionsOf(begun, wanted),
          pinnedHead: pinnedIn(begun.ledger.state.organization),
          nowMs: core.clock.nowMs,
        },
        begun.ledger,
      );
      if (recovered.ok) return ok({ recovered: recovered.value, from: begun.ledger });
      // The account has gone on to keys that only the device knows on which its password was reset.
      if (recovered.code === 'statement_wrong' && door.isLost()) return refuse('reset_keys_not_open');
      const isLate = recovered.code === 'head_moved' || recovered.code === 'heads_wrong';
      if (!isLate || attempt >= attempts) return raised(recovered);
      const again = await read(begun.address);
      if (!again.ok) return again;
      begun = again.value;
    }
    return refuse('ticket_expired');
  };

  return {
    beginRecovery: async (address) => {
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const now = await read(address);
      if (!now.ok) return now;
      begun = now.value;
      return viewOf(begun, door.isLost());
    },
    identifyOrganization: async (given) => {
      if (begun === undefined) return refuse('ticket_expired');
      const { organization } = begun.ledger.state;
      const kit = parseGivenKit(given);
      const whole = kit.ok ? kit.value.madeFor?.organization : undefined;
      if (whole !== undefined && whole !== organization) return refuse('recovery_kit_of_other');
      const checked = whole === undefined ? checkIdStart(organization, given) : ok();
      if (!checked.ok) return checked;
      begun = { ...begun, identified: true };
      return viewOf(begun, door.isLost());
    },
    checkRecoveryCode: async (text) => {
      const given = parseGivenKit(text);
      return given.ok ? ok({ version: given.value.code.version }) : given;
    },
    recoverOrganization: async (text, wanted) => {
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      if (begun === undefined) return refuse('ticket_expired');
      const given = parseGivenKit(text);
      if (!given.ok) return given;
      const { code, madeFor } = given.value;
      if (madeFor !== undefined) {
        if (madeFor.organization !== begun.ledger.state.organization) return refuse('recovery_kit_of_other');
        begun = { ...begun, identified: true };
      }
      if (!begun.identified) return refuse('recovery_kit_of_other', { field: '/idStart' });
      const { address } = begun;
      const appended = await append(code, wanted);
      if (!appended.ok) return appended;
      begun = undefined;
      const { recovered, from } = appended.value;
      let account = core.account();
      if (!account.ok) {
        if (recovered.scope !== 'full') return ok({ entered: false });
        account = await door.open();
        if (!account.ok) return account;
      }
      return enterAgain(core, account.value, { address, recovered, from });
    },
  };
}

/** Keeps what the owner can open from now on, enters, and gives what is stale its next key meanwhile. */
async function enterAgain(
  core: ClientCore,
  account: OpenAccount,
  of: { readonly address: string; readonly recovered: Recovered; readonly from: LedgerAtDoor },
): Promise<Result<{ readonly entered: boolean }>> {
  const { state, event, opened } = of.recovered;
  const { organization: org, head } = state;
  // Whatever was open of it before kept the ledger without this event.
  core.leave();
  const hashes = [...of.from.hashes, head.hash];
  await account.store.write(keptLedgerBatch(org, { state, hashes }, [...of.from.events, event]));
  // Sent at once, so that the other devices of the account know the organization too; what is not heard goes with the next.
  await account.state.change((known) =>
    withKeys(withLedgerHead(known, { ...head, address: of.address, org }), opened),
  );
  const entered = core.turnTo(account, of.address);
  const gate = await entered?.enter();
  core.show();
  if (gate?.ok !== true) return gate === undefined ? refuse('not_found') : gate;
  if (gate.value.allowed && entered !== undefined) renewMeanwhile(core, entered);
  return ok({ entered: gate.value.allowed });
}

/** Gives what is stale its next key; on a device that is new, once somebody has looked through who receives keys. */
function renewMeanwhile(core: ClientCore, entered: EnteredOrganization): void {
  const appender = entered.appender();
  if (!appender.ok) return;
  void renewKeys(appender.value, 'everything', entered.keepKeys).then((renewed) => {
    if (!renewed.ok && isAlarmCode(renewed.code)) core.raise(renewed);
    core.show();
    if (renewed.ok || renewed.code !== 'device_unconfirmed') return;
    const end = core.snapshots.subscribe(() => {
      const isOpen = core.entered === entered;
      if (isOpen && core.snapshots.current().entered?.open?.recipientsAsked !== 0) return;
      end();
      if (isOpen) renewMeanwhile(core, entered);
    });
  });
}

function viewOf({ ledger, address, identified }: Begun, lostFactor: boolean): Result<RecoveryView> {
  const { state, ownAddress } = ledger;
  const { recovery } = state;
  if (recovery === null) return refuse('setup_required');
  const { version, sinceMs: madeAtMs } = recovery;
  const name = identified ? state.name : '';
  const kitMadeBy = formerMakerOfKit(state)?.email;
  return ok({
    identified,
    kit: { version, madeAtMs, fileName: kitFileName({ organization: name, address, version }) },
    ...(identified
      ? {
          organization: {
            name,
            vaultCount: Object.keys(state.vaults).length,
            custodians: helpersOfOwner(state).flatMap((one) => (one.canRestore ? [one.email] : [])),
            ...(kitMadeBy === undefined ? {} : { kitMadeBy }),
          },
        }
      : {}),
    ...(ownAddress === undefined ? {} : { ownAddress }),
    lostFactor,
  });
}
