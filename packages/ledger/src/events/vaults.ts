import { type MemberId, refuse, type VaultId } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented, typedOnly } from '../event-definition.ts';
import {
  counter,
  groupId,
  hash,
  maxMembersPerEvent,
  maxVaultsPerEvent,
  memberGrant,
  memberId,
  role,
  vaultHead,
  vaultId,
} from '../event-shape.ts';
import { hasRight } from '../queries.ts';
import type { VaultRole } from '../rights.ts';
import { currentEpoch, findMember, findVault, type Member } from '../state.ts';
import { needPermission, signingMember } from './permission.ts';

const vaultCreate = z.strictObject({
  commit: hash,
  epoch: counter,
  grants: z.array(memberGrant).max(maxMembersPerEvent),
  kind: z.enum(['shared', 'personal']),
  vault: vaultId,
});
const vaultRotate = z.strictObject({
  epochs: z
    .array(z.strictObject({ commit: hash, epoch: counter, vault: vaultId }))
    .min(1)
    .max(maxVaultsPerEvent),
});
const vaultOnly = z.strictObject({ vault: vaultId });
const grantee = z.union([
  z.strictObject({ member: memberId, role }),
  z.strictObject({ group: groupId, role }),
]);

export const vaultEvents = {
  vault_create: implemented(vaultCreate, applyCreate),
  vault_rotate: implemented(vaultRotate, applyRotate),
  vault_archive: implemented(vaultOnly, (draft, event) => applyArchived(draft, event, true)),
  vault_unarchive: implemented(vaultOnly, (draft, event) => applyArchived(draft, event, false)),
  vault_grant: typedOnly(
    z.strictObject({ grants: z.array(grantee).min(1).max(maxMembersPerEvent), vault: vaultId }),
  ),
  /** Lists the manifest as it stood, so that a later one cannot be back-dated (attack row X17). */
  vault_revoke: typedOnly(
    z.strictObject({
      grantees: z
        .array(z.union([z.strictObject({ member: memberId }), z.strictObject({ group: groupId })]))
        .min(1)
        .max(maxMembersPerEvent),
      head: vaultHead.nullable(),
      vault: vaultId,
    }),
  ),
};

function applyCreate(draft: Draft, event: Incoming<z.infer<typeof vaultCreate>>): LedgerRefusal | undefined {
  const { body } = event;
  const { state } = draft;
  // Before the kit there is nobody to open a vault when its only member loses the keys.
  if (state.recovery === null) return refuse('setup_required');
  const by = signingMember(event);
  const creator = by === null ? undefined : findMember(state, by);
  if (creator === undefined) return refuse('signer_unknown');
  if (body.epoch !== 1) return refuse('wrong_epoch', { field: '/epoch', params: { expected: 1 } });
  if (findVault(state, body.vault) !== undefined) return refuse('vault_id_taken', { field: '/vault' });

  const grants: Record<MemberId, VaultRole> = {};
  for (const [at, grant] of body.grants.entries()) {
    const field = `/grants/${at}/member`;
    if (findMember(state, grant.member)?.status !== 'active') return refuse('member_not_found', { field });
    if (Object.hasOwn(grants, grant.member)) return refuse('member_repeated', { field });
    grants[grant.member] = grant.role;
  }
  if (body.kind === 'personal') {
    const refused = checkPersonal(creator, body.grants);
    if (refused) return refused;
    draft.setMember({ ...creator, personalVault: body.vault });
  } else {
    const refused = needPermission(state, event, 'vaults.create');
    if (refused) return refused;
    if (!body.grants.some((grant) => grant.role === 'manager')) {
      return refuse('vault_without_manager', { field: '/grants' });
    }
  }
  draft.setVault({
    id: body.vault,
    kind: body.kind,
    epochs: [{ epoch: 1, commit: body.commit, fromSeq: event.seq }],
    grants,
    archived: false,
    manifestFloorSeq: event.seq,
  });
  return undefined;
}

function checkPersonal(
  creator: Member,
  grants: readonly { readonly member: MemberId; readonly role: VaultRole }[],
): LedgerRefusal | undefined {
  const [only, ...others] = grants;
  if (only?.member !== creator.id || only.role !== 'manager' || others.length > 0) {
    return refuse('personal_vault_rules', { field: '/grants' });
  }
  return creator.personalVault === null ? undefined : refuse('personal_vault_exists');
}

/** INVARIANT: nobody gives what they do not hold. Who may write a vault, or a custodian, holds its key. */
function applyRotate(draft: Draft, event: Incoming<z.infer<typeof vaultRotate>>): LedgerRefusal | undefined {
  const by = signingMember(event);
  const signer = by === null ? undefined : findMember(draft.state, by);
  if (signer === undefined) return refuse('signer_unknown');
  const seen = new Set<VaultId>();
  for (const [at, next] of event.body.epochs.entries()) {
    const vault = findVault(draft.state, next.vault);
    if (vault === undefined) return refuse('vault_not_found', { field: `/epochs/${at}/vault` });
    if (seen.has(vault.id)) return refuse('vault_repeated', { field: `/epochs/${at}/vault` });
    seen.add(vault.id);
    const holds = signer.custodian || hasRight(draft.state, signer.id, vault.id, 'edit');
    if (!holds) return refuse('permission_missing', { params: { right: 'edit', vault: vault.id } });
    const expected = currentEpoch(vault).epoch + 1;
    if (next.epoch !== expected) {
      return refuse('wrong_epoch', { field: `/epochs/${at}/epoch`, params: { expected } });
    }
    draft.setVault({
      ...vault,
      epochs: [...vault.epochs, { epoch: next.epoch, commit: next.commit, fromSeq: event.seq }],
    });
  }
  return undefined;
}

function applyArchived(
  draft: Draft,
  event: Incoming<z.infer<typeof vaultOnly>>,
  archived: boolean,
): LedgerRefusal | undefined {
  const vault = findVault(draft.state, event.body.vault);
  if (vault === undefined) return refuse('vault_not_found', { field: '/vault' });
  const by = signingMember(event);
  if (by === null || !hasRight(draft.state, by, vault.id, 'manage')) {
    return refuse('permission_missing', { params: { right: 'manage', vault: vault.id } });
  }
  if (vault.kind === 'personal') return refuse('personal_vault_rules', { field: '/vault' });
  if (vault.archived === archived) return refuse(archived ? 'vault_archived' : 'vault_not_archived');
  draft.setVault({ ...vault, archived });
  return undefined;
}
