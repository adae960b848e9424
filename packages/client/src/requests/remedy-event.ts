import type { AttemptFacts } from '@postern/contract';
import { parseIpRange } from '@postern/core';
import {
  findGrant,
  findMember,
  findVault,
  type Given,
  type LedgerState,
  type LimitableClient,
  limitableClients,
  type Member,
  type Permission,
  permissions,
  rightsGiven,
  type VaultRight,
  vaultRights,
} from '@postern/ledger';
import { asEvent } from '../administration/vault-access-port.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import type { AskedFor, RemedyChoice } from './port.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** An end that is over cannot be set again: the membership ends so soon after the undoing. */
const endsSoonMs = 2_000;

/** What a remedy is taken for. */
export interface Helped {
  readonly member: Member;
  readonly attempt: AttemptFacts;
  readonly about: AskedFor | undefined;
}

/** The event that a chosen remedy is signed as; undefined where it does not apply to this person. */
export function remedyEvent(
  state: LedgerState,
  { member: { id }, attempt, about }: Helped,
  choice: RemedyChoice,
  nowMs: number,
): DraftedEvent | undefined {
  const member = findMember(state, id);
  if (member === undefined) return undefined;
  const range = parseIpRange(attempt.address);
  switch (choice.remedy) {
    case 'enable_member':
      return { type: 'enable', body: { member: id } };
    case 'extend_member':
      return { type: 'end_set', body: { endsAtMs: choice.endsAtMs, member: id } };
    case 'allow_address_once':
    case 'allow_address_for_a_day': {
      if (range === undefined) return undefined;
      const session = choice.remedy === 'allow_address_once' ? attempt.session : null;
      const add = [{ range, session, untilMs: nowMs + dayMs }];
      return { type: 'member_addresses_set', body: { add, member: id, remove: [] } };
    }
    case 'allow_address_always':
      if (range === undefined) return undefined;
      return {
        type: 'addresses_set',
        body: { add: [{ label: choice.label.trim().normalize('NFC'), range, untilMs: null }], remove: [] },
      };
    case 'allow_client': {
      const kind = limitableOf(attempt);
      return kind === undefined ? undefined : clientsSet(member, kind, true);
    }
    case 'exempt_second_factor':
      return { type: 'exempt', body: { member: id, untilMs: nowMs + dayMs } };
    case 'lower_minimum_version':
      return { type: 'settings_set', body: { set: { minimumClientVersion: attempt.clientVersion } } };
    case 'allow_personal_vaults':
      return { type: 'settings_set', body: { set: { personalVaults: true } } };
    case 'share_vault':
      return grantEvent(choice.vault, id, choice.given);
    case 'grant_permission':
      if (isPermission(choice.permission)) {
        return permissionsSet(member, [...member.permissions, choice.permission]);
      }
      return grantWith(state, id, about, choice.permission);
  }
}

/**
 * The event that takes a remedy back, formed on the ledger of then: only what the remedy changed goes back to what it was
 * `before`, whatever else has changed since. Undefined where there is nothing left to take back.
 */
export function undoEvent(
  now: LedgerState,
  before: LedgerState,
  { member: { id }, attempt, about }: Helped,
  choice: RemedyChoice,
  nowMs: number,
): DraftedEvent | undefined {
  const [was, is] = [findMember(before, id), findMember(now, id)];
  if (was === undefined || is === undefined || is.status === 'removed') return undefined;
  const range = parseIpRange(attempt.address);
  switch (choice.remedy) {
    case 'enable_member':
      if (is.status !== 'active') return undefined;
      return { type: 'disable', body: { heads: [], member: id } };
    case 'extend_member': {
      const endsAtMs = was.endsAtMs === null ? null : Math.max(was.endsAtMs, nowMs + endsSoonMs);
      return endsAtMs === is.endsAtMs ? undefined : { type: 'end_set', body: { endsAtMs, member: id } };
    }
    case 'allow_address_once':
    case 'allow_address_for_a_day': {
      if (range === undefined || !is.addresses.some((one) => one.range === range)) return undefined;
      // Taking the range away takes every entry of it: those of before come back.
      const add = was.addresses
        .filter((one) => one.range === range && (one.untilMs === null || one.untilMs > nowMs))
        .map(({ session, untilMs }) => ({ range, session, untilMs }));
      return { type: 'member_addresses_set', body: { add, member: id, remove: [range] } };
    }
    case 'allow_address_always': {
      if (range === undefined || now.addresses[range] === undefined) return undefined;
      const listed = before.addresses[range];
      if (listed === undefined) return { type: 'addresses_set', body: { add: [], remove: [range] } };
      const untilMs = listed.untilMs === null ? null : Math.max(listed.untilMs, nowMs + endsSoonMs);
      return { type: 'addresses_set', body: { add: [{ label: listed.label, range, untilMs }], remove: [] } };
    }
    case 'allow_client': {
      const kind = limitableOf(attempt);
      if (kind === undefined) return undefined;
      const rule = was.clients.allowed.includes(kind)
        ? true
        : was.clients.denied.includes(kind)
          ? false
          : null;
      return clientsSet(is, kind, rule);
    }
    case 'exempt_second_factor': {
      const untilMs = was.exemptUntilMs !== null && was.exemptUntilMs > nowMs ? was.exemptUntilMs : null;
      return { type: 'exempt', body: { member: id, untilMs } };
    }
    case 'lower_minimum_version':
      return {
        type: 'settings_set',
        body: { set: { minimumClientVersion: before.settings.minimumClientVersion } },
      };
    case 'allow_personal_vaults':
      return { type: 'settings_set', body: { set: { personalVaults: before.settings.personalVaults } } };
    case 'share_vault':
      return grantBack(before, now, choice.vault, id);
    case 'grant_permission':
      if (isPermission(choice.permission)) {
        return permissionsSet(
          is,
          is.permissions.filter((one) => one !== choice.permission),
        );
      }
      return about?.kind === 'vault' ? grantBack(before, now, about.vault, id) : undefined;
  }
}

export function limitableOf({ clientKind }: Pick<AttemptFacts, 'clientKind'>): LimitableClient | undefined {
  return limitableClients.find((kind) => kind === clientKind);
}

function clientsSet({ id, clients }: Member, kind: LimitableClient, rule: boolean | null): DraftedEvent {
  const others = (list: readonly LimitableClient[]) => list.filter((one) => one !== kind);
  const allowed = rule === true ? [...others(clients.allowed), kind] : others(clients.allowed);
  const denied = rule === false ? [...others(clients.denied), kind] : others(clients.denied);
  return { type: 'clients_set', body: { clients: { allowed, denied }, member: id } };
}

function permissionsSet({ id }: Member, wanted: readonly Permission[]): DraftedEvent {
  const list = permissions.filter((one) => wanted.includes(one));
  return { type: 'permissions_set', body: { member: id, permissions: list } };
}

function isPermission(text: string): text is Permission {
  return (permissions as readonly string[]).includes(text);
}

/** The member's own grant with one right more; who sees the vault by a group gets a grant of their own beside it. */
function grantWith(
  state: LedgerState,
  member: Member['id'],
  about: AskedFor | undefined,
  right: VaultRight,
): DraftedEvent | undefined {
  const vault = about?.kind === 'vault' ? findVault(state, about.vault) : undefined;
  if (vault === undefined) return undefined;
  const own = findGrant(vault, member);
  const held = own === undefined ? new Set<VaultRight>(['view']) : rightsGiven(own.given);
  const wanted = vaultRights.filter((one) => one === right || held.has(one));
  return grantEvent(vault.id, member, wanted);
}

function grantEvent(vault: string, member: Member['id'], given: Given): DraftedEvent {
  const body = { grants: [{ member, ...asEvent(given) }], head: null, vault };
  return { type: 'vault_grant', body } as DraftedEvent;
}

function grantBack(
  before: LedgerState,
  now: LedgerState,
  vault: string,
  member: Member['id'],
): DraftedEvent | undefined {
  const [was, is] = [findVault(before, vault), findVault(now, vault)];
  if (was === undefined || is === undefined || findGrant(is, member) === undefined) return undefined;
  const grant = findGrant(was, member);
  if (grant !== undefined) return grantEvent(vault, member, grant.given);
  return { type: 'vault_revoke', body: { grantees: [{ member }], head: null, vault: is.id } };
}
