import type { AttemptFacts } from '@postern/contract';
import { type IpRange, parseIpAddress, parseIpRange } from '@postern/core';
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

/** What a remedy is taken for. */
export interface Helped {
  readonly member: Member;
  /** Absent for a helper who is not told of it: what needs it is then no remedy. */
  readonly attempt: AttemptFacts | undefined;
  readonly about: AskedFor | undefined;
}

/**
 * The event that a chosen remedy is signed as; undefined where it does not apply to this person, and for what is signed
 * for words that were heard (`word-remedies.ts`).
 */
export function remedyEvent(
  state: LedgerState,
  { member: { id }, attempt, about }: Helped,
  choice: RemedyChoice,
  nowMs: number,
): DraftedEvent | undefined {
  const member = findMember(state, id);
  if (member === undefined) return undefined;
  const range = oneAddress(attempt);
  switch (choice.remedy) {
    case 'enable_member':
      return { type: 'enable', body: { member: id } };
    case 'extend_member':
      return { type: 'end_set', body: { endsAtMs: choice.endsAtMs, member: id } };
    case 'allow_address_once':
    case 'allow_address_for_a_day': {
      if (range === undefined || attempt === undefined) return undefined;
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
      return (
        attempt && { type: 'settings_set', body: { set: { minimumClientVersion: attempt.clientVersion } } }
      );
    case 'allow_personal_vaults':
      return { type: 'settings_set', body: { set: { personalVaults: true } } };
    case 'share_vault':
      return grantEvent(choice.vault, id, choice.given);
    case 'grant_permission':
      if (isPermission(choice.permission)) {
        return permissionsSet(member, [...member.permissions, choice.permission]);
      }
      return grantWith(state, id, about, choice.permission);
    case 'reinvite_member':
    case 'confirm_words':
      return undefined;
  }
}

/** The address as an entry of a list. INVARIANT: never a network: nobody came from one. */
export function oneAddress(attempt: Pick<AttemptFacts, 'address'> | undefined): IpRange | undefined {
  const one = attempt && parseIpAddress(attempt.address);
  return one === undefined ? undefined : parseIpRange(one);
}

export function limitableOf(
  attempt: Pick<AttemptFacts, 'clientKind'> | undefined,
): LimitableClient | undefined {
  return limitableClients.find((kind) => kind === attempt?.clientKind);
}

export function clientsSet(
  { id, clients }: Member,
  kind: LimitableClient,
  rule: boolean | null,
): DraftedEvent {
  const others = (list: readonly LimitableClient[]) => list.filter((one) => one !== kind);
  const allowed = rule === true ? [...others(clients.allowed), kind] : others(clients.allowed);
  const denied = rule === false ? [...others(clients.denied), kind] : others(clients.denied);
  return { type: 'clients_set', body: { clients: { allowed, denied }, member: id } };
}

export function permissionsSet({ id }: Member, wanted: readonly Permission[]): DraftedEvent {
  const list = permissions.filter((one) => wanted.includes(one));
  return { type: 'permissions_set', body: { member: id, permissions: list } };
}

export function isPermission(text: string): text is Permission {
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

export function grantEvent(vault: string, member: Member['id'], given: Given): DraftedEvent {
  const body = { grants: [{ member, ...asEvent(given) }], head: null, vault };
  return { type: 'vault_grant', body } as DraftedEvent;
}
