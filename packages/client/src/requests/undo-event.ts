import {
  findGrant,
  findMember,
  findVault,
  type LedgerState,
  type LimitableClient,
  type Member,
  type MemberFact,
} from '@postern/ledger';
import type { DraftedEvent } from '../organization/append-events.ts';
import type { RemedyChoice } from './port.ts';
import {
  clientsSet,
  grantEvent,
  type Helped,
  isPermission,
  limitableOf,
  oneAddress,
  permissionsSet,
} from './remedy-event.ts';

/** An end that is over cannot be set again: the membership ends so soon after the undoing. */
const endsSoonMs = 2_000;

/** The ledger right before and right after the remedies. */
export interface Taken {
  readonly before: LedgerState;
  readonly after: LedgerState;
}

/**
 * The event that takes a remedy back, formed on the ledger of then: only what the remedy changed goes back to what it was
 * before. INVARIANT: what others set since stays. Undefined where there is nothing left to take back.
 */
export function undoEvent(
  now: LedgerState,
  { before, after }: Taken,
  { member: { id }, attempt, about }: Helped,
  choice: RemedyChoice,
  nowMs: number,
): DraftedEvent | undefined {
  const [was, became, is] = [findMember(before, id), findMember(after, id), findMember(now, id)];
  if (was === undefined || became === undefined || is === undefined || is.status === 'removed')
    return undefined;
  const untouched = (fact: MemberFact) => is.setAt[fact]?.seq === became.setAt[fact]?.seq;
  const setting = (name: string) => now.settingsSetAt[name]?.seq === after.settingsSetAt[name]?.seq;
  const range = oneAddress(attempt);
  switch (choice.remedy) {
    case 'enable_member':
      if (is.status !== 'active' || !untouched('status')) return undefined;
      return { type: 'disable', body: { heads: [], member: id } };
    case 'extend_member': {
      if (!untouched('end')) return undefined;
      const endsAtMs = was.endsAtMs === null ? null : Math.max(was.endsAtMs, nowMs + endsSoonMs);
      return endsAtMs === is.endsAtMs ? undefined : { type: 'end_set', body: { endsAtMs, member: id } };
    }
    case 'allow_address_once':
    case 'allow_address_for_a_day': {
      const ours = (one: Member['addresses'][number]) =>
        one.range === range && one.setAt.seq > before.head.seq && one.setAt.seq <= after.head.seq;
      if (range === undefined || !is.addresses.some(ours)) return undefined;
      // Taking the range away takes every entry of it: those of others come back, and those that ours took the place of.
      const replaced = was.addresses.filter(
        (one) => !became.addresses.some(({ setAt }) => setAt.seq === one.setAt.seq),
      );
      const add = [...is.addresses.filter((one) => !ours(one)), ...replaced]
        .filter((one) => one.range === range && (one.untilMs === null || one.untilMs > nowMs))
        .map(({ session, untilMs }) => ({ range, session, untilMs }));
      return { type: 'member_addresses_set', body: { add, member: id, remove: [range] } };
    }
    case 'allow_address_always': {
      const listed = range && now.addresses[range];
      if (!listed || listed.setAt.seq !== after.addresses[range]?.setAt.seq) return undefined;
      const former = before.addresses[range];
      if (former === undefined) return { type: 'addresses_set', body: { add: [], remove: [range] } };
      const untilMs = former.untilMs === null ? null : Math.max(former.untilMs, nowMs + endsSoonMs);
      return { type: 'addresses_set', body: { add: [{ label: former.label, range, untilMs }], remove: [] } };
    }
    case 'allow_client': {
      const kind = limitableOf(attempt);
      if (kind === undefined || ruleOf(is, kind) !== true || ruleOf(was, kind) === true) return undefined;
      return clientsSet(is, kind, ruleOf(was, kind));
    }
    case 'exempt_second_factor': {
      if (!untouched('exemption')) return undefined;
      const untilMs = was.exemptUntilMs !== null && was.exemptUntilMs > nowMs ? was.exemptUntilMs : null;
      return { type: 'exempt', body: { member: id, untilMs } };
    }
    case 'lower_minimum_version': {
      if (!setting('minimumClientVersion')) return undefined;
      const { minimumClientVersion } = before.settings;
      return { type: 'settings_set', body: { set: { minimumClientVersion } } };
    }
    case 'allow_personal_vaults': {
      if (!setting('personalVaults')) return undefined;
      const { personalVaults } = before.settings;
      return { type: 'settings_set', body: { set: { personalVaults } } };
    }
    case 'share_vault':
      return grantBack(now, { before, after }, choice.vault, id);
    case 'grant_permission': {
      const { permission } = choice;
      if (!isPermission(permission)) {
        return about?.kind === 'vault' ? grantBack(now, { before, after }, about.vault, id) : undefined;
      }
      if (was.permissions.includes(permission) || !is.permissions.includes(permission)) return undefined;
      return permissionsSet(
        is,
        is.permissions.filter((one) => one !== permission),
      );
    }
    // Keys that were handed over are not taken back by an event.
    case 'reinvite_member':
    case 'confirm_words':
      return undefined;
  }
}

function ruleOf({ clients }: Member, kind: LimitableClient): boolean | null {
  if (clients.allowed.includes(kind)) return true;
  return clients.denied.includes(kind) ? false : null;
}

function grantBack(
  now: LedgerState,
  taken: Taken,
  vault: string,
  member: Member['id'],
): DraftedEvent | undefined {
  const grantIn = (state: LedgerState) => {
    const found = findVault(state, vault);
    return found && findGrant(found, member);
  };
  const [was, became, is] = [grantIn(taken.before), grantIn(taken.after), grantIn(now)];
  if (is === undefined || is.keySeq !== became?.keySeq || String(is.given) !== String(became.given)) {
    return undefined;
  }
  if (was !== undefined) return grantEvent(vault, member, was.given);
  const found = findVault(now, vault);
  return found && { type: 'vault_revoke', body: { grantees: [{ member }], head: null, vault: found.id } };
}
