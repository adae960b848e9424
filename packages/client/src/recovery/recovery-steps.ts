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
import { checkOrganizationId } from '../organization/check-organization-id.ts';
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
import { askWhatIsAtDoor, type ClaimAtDoor, showKit } from './show-kit.ts';

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
  'beginRecovery' | 'identifyOrganization' | 'checkRecoveryCode' | 'readWithCode' | 'recoverOrganization'
>;

interface Begun {
  readonly address: string;
  /**
   * Which organization is at the address: by the verified ledger, or, where that is shown to the kit alone, by the server.
   * INVARIANT: the kit or a pin is compared with it before the code is typed, and the ledger's genesis with it after.
   */
  readonly claim: ClaimAtDoor;
  readonly ledger?: LedgerAtDoor;
  /** The device's pins or the kit have said that this is the organization meant. */
  readonly identified: boolean;
}
type Read = Begun & { readonly ledger: LedgerAtDoor };

/** Somebody else's write comes in between at most so often. */
const attempts = 5;

/** The steps from the owner's door back into the organization, in their order (docs/protocol/recovery.md). */
export function createRecoverySteps(core: ClientCore, door: AtDoor): RecoverySteps {
  let begun: Begun | undefined;

  /** What the door shows: the whole ledger, or, where it wants to see the kit first, which organization it is. */
  const read = async (address: string): Promise<Result<Begun>> => {
    const ledger = await readAtDoor(core.api, address);
    if (!ledger.ok && ledger.code !== 'recovery_proof_required') return refused(ledger);
    const place = (await door.knownPlaces())?.find((one) => one.address === address);
    if (!ledger.ok) {
      const claim = await askWhatIsAtDoor(core.api, address);
      if (!claim.ok) return refused(claim);
      const same =
        place === undefined ? ok() : checkOrganizationId(place.organization, claim.value.organization);
      if (!same.ok) return refused(same);
      const identified = place !== undefined || isIdentified(address, claim.value.organization);
      return ok({ address, claim: claim.value, identified });
    }
    const claim = claimOf(ledger.value);
    if (!claim.ok) return claim;
    const found = { address, claim: claim.value, ledger: ledger.value };
    if (place === undefined) {
      return ok({ ...found, identified: isIdentified(address, claim.value.organization) });
    }
    const { state, hashes } = ledger.value;
    const served = { head: state.head, hashAt: (seq: number) => hashes[seq] };
    const judged = judgeServedLedger(place.organization, place.pin, served, () => undefined);
    return judged.ok ? ok({ ...found, identified: true }) : refused(judged);
  };
  /** Of the same organization as before, what the kit has identified stays so. */
  const isIdentified = (address: string, organization: OrganizationId) =>
    begun?.address === address && begun.claim.organization === organization && begun.identified;
  /** With the ledger, which the code opens where it is not shown without. */
  const readWith = async (before: Begun, code: RecoveryCode): Promise<Result<Read>> => {
    if (before.ledger !== undefined) return ok({ ...before, ledger: before.ledger });
    const shown = await showKit(core.api, before.address, before.claim, code);
    if (!shown.ok) return refused(shown);
    const now = await read(before.address);
    if (!now.ok) return now;
    const { claim, ledger, identified } = now.value;
    if (claim.organization !== before.claim.organization) return refuse('recovery_kit_of_other');
    // The server took the proof and shows nothing all the same.
    if (ledger === undefined) return refuse('server_refused_form');
    return ok({ address: before.address, claim, ledger, identified });
  };
  const refused = <Refused extends Parameters<ClientCore['raise']>[0]>(refusal: Refused): Refused => {
    if (refusal.code === 'sign_in_required') door.over();
    return raised(refusal);
  };
  const raised = <Refused extends Parameters<ClientCore['raise']>[0]>(refusal: Refused): Refused => {
    if (isAlarmCode(refusal.code)) core.raise(refusal);
    return refusal;
  };
  /** The kit's text or the code, where the kit is for this organization. Nothing is done with it before that is known. */
  const take = (text: string): Result<{ readonly code: RecoveryCode; readonly from: Begun }> => {
    if (begun === undefined) return refuse('ticket_expired');
    const given = parseGivenKit(text);
    if (!given.ok) return given;
    const { code, madeFor } = given.value;
    if (madeFor !== undefined) {
      if (madeFor.organization !== begun.claim.organization) return refuse('recovery_kit_of_other');
      begun = { ...begun, identified: true };
    }
    return begun.identified
      ? ok({ code, from: begun })
      : refuse('recovery_kit_of_other', { field: '/idStart' });
  };
  const exemptionsOf = ({ claim }: Begun, wanted: WantedExemptions) => ({
    address: (wanted.address && parseIpRange(claim.ownAddress ?? '')) || null,
    secondFactor: wanted.secondFactor,
  });
  const pinnedIn = (organization: OrganizationId) => (vault: VaultId) => {
    const account = core.account();
    const pins = account.ok ? account.value.state.current().vaultHeads : [];
    return pins.find((one) => one.org === organization && one.vault === vault);
  };
  /** The keys the owner comes back with: those of this device, else those in force by the verified ledger. */
  const statementFor = ({ ledger }: Read): Result<Bytes> => {
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
      const from = await readWith(begun, code);
      if (!from.ok) return from;
      begun = from.value;
      const { address, ledger } = from.value;
      const keys = await checkRecoveryCode(ledger, code);
      if (!keys.ok) return keys;
      const statement = statementFor(from.value);
      if (!statement.ok) return statement;
      const recovered = await appendRecovery(
        {
          api: core.api,
          address,
          keys: keys.value,
          statement: statement.value,
          exemptions: exemptionsOf(begun, wanted),
          pinnedHead: pinnedIn(ledger.state.organization),
          nowMs: core.clock.nowMs,
        },
        ledger,
      );
      if (recovered.ok) return ok({ recovered: recovered.value, from: ledger });
      // The account has gone on to keys that only the device knows on which its password was reset.
      if (recovered.code === 'statement_wrong' && door.isLost()) return refuse('reset_keys_not_open');
      const isLate = recovered.code === 'head_moved' || recovered.code === 'heads_wrong';
      if (!isLate || attempt >= attempts) return raised(recovered);
      const again = await read(address);
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
      const { organization } = begun.claim;
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
    readWithCode: async (text) => {
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const taken = take(text);
      if (!taken.ok) return taken;
      const now = await readWith(taken.value.from, taken.value.code);
      if (!now.ok) return now;
      begun = now.value;
      const keys = await checkRecoveryCode(now.value.ledger, taken.value.code);
      if (!keys.ok) return keys;
      return viewOf(begun, door.isLost());
    },
    recoverOrganization: async (text, wanted) => {
      const alarm = core.blockingAlarm();
      if (alarm !== undefined) return alarm;
      const taken = take(text);
      if (!taken.ok) return taken;
      const { address } = taken.value.from;
      const appended = await append(taken.value.code, wanted);
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

/** What of a verified ledger the server says beforehand where it shows that to the kit alone. */
function claimOf({ state, ownAddress }: LedgerAtDoor): Result<ClaimAtDoor, 'setup_required'> {
  const { organization, recovery } = state;
  if (recovery === null) return refuse('setup_required');
  const { version, sinceMs: madeAtMs } = recovery;
  return ok({ organization, kit: { version, madeAtMs }, ownAddress });
}

function viewOf({ claim, ledger, address, identified }: Begun, lostFactor: boolean): Result<RecoveryView> {
  const { kit, ownAddress } = claim;
  const state = identified ? ledger?.state : undefined;
  const fileName = kitFileName({ organization: state?.name, address, version: kit.version });
  const kitMadeBy = state && formerMakerOfKit(state)?.email;
  return ok({
    identified,
    kit: { ...kit, fileName },
    ...(state === undefined
      ? {}
      : {
          organization: {
            name: state.name,
            vaultCount: Object.keys(state.vaults).length,
            custodians: helpersOfOwner(state).flatMap((one) => (one.canRestore ? [one.email] : [])),
            ...(kitMadeBy === undefined ? {} : { kitMadeBy }),
          },
        }),
    ...(ownAddress === undefined ? {} : { ownAddress }),
    lostFactor,
  });
}
