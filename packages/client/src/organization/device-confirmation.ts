import { encodeCanonical, type MemberId, type OrganizationId, type VaultId } from '@postern/core';
import {
  findMember,
  isCustodian,
  type LedgerState,
  type Member,
  openInvitations,
  recipientsOf,
  toInvitation,
  toMember,
  vaultsTouchedBy,
} from '@postern/ledger';
import type { KeyRecipients } from '../port.ts';
import type { SealedBatch, SealedStore } from '../store/sealed-store.ts';

/**
 * Whether somebody vouches for the state that this device works on. DEFENCE against a consistent old state that a server
 * shows to a new device (attack row X12): a device gives keys to others, and seals what others read, only where it founded
 * the organization, joined it by an invitation, or where the person has looked through who would receive them.
 */
const nameOf = (organization: OrganizationId) => `organization/${organization}/confirmed`;

/** The batch that notes it on this device, where `seq` is what was seen. */
export function confirmedBatch(organization: OrganizationId, seq: number): SealedBatch {
  return { seal: [[nameOf(organization), encodeCanonical({ seq })]] };
}

export async function isDeviceConfirmed(store: SealedStore, organization: OrganizationId): Promise<boolean> {
  const kept = await store.read(nameOf(organization));
  return kept.ok && kept.value !== undefined;
}

/**
 * Whether a key sealed to `recipient` is for somebody else to open. The next epoch, the recovery key and oneself are
 * nobody else, and neither is the owner as custodian: otherwise nobody's own vault could be used on a new device unasked.
 */
export function givesToOthers(state: LedgerState, recipient: string, self: MemberId): boolean {
  if (recipient === 'link' || recipient === `member:${self}` || recipient.startsWith('recovery:'))
    return false;
  if (!recipient.startsWith('organization:')) return true;
  return Object.values(state.members).some(
    ({ id }) => id !== self && id !== state.owner && isCustodian(state, id),
  );
}

/** Whether what is sealed in a vault is read by somebody else, in the same sense. */
export function isReadByOthers(state: LedgerState, vault: VaultId, self: MemberId): boolean {
  return recipientsOf(state, vault).some(({ recipient }) => givesToOthers(state, recipient, self));
}

/** Who holds keys by this state, or has an invitation that holds some. */
export function listRecipients(state: LedgerState, self: Member['id']): KeyRecipients {
  const members = Object.values(state.members)
    .filter(({ id }) => toMember(state, id).length > 0)
    .sort((a, b) => Number(b.role === 'owner') - Number(a.role === 'owner') || a.email.localeCompare(b.email))
    .map(({ id, email, role, custodian, sinceMs }) => ({
      email,
      isSelf: id === self,
      role,
      custodian,
      vaultCount: vaultsTouchedBy(state, id).length,
      sinceMs,
    }));
  const invitations = openInvitations(state)
    .filter(({ invitation }) => toInvitation(invitation).length > 0)
    .map(({ invitation }) => ({
      email: invitation.email as string,
      by: findMember(state, invitation.by)?.email ?? invitation.by,
    }));
  return { seq: state.head.seq, members, invitations };
}
