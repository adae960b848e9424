import { type MemberId, refuse, type VaultId } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import {
  counter,
  grantee,
  groupId,
  hash,
  maxMembersPerEvent,
  maxVaultsPerEvent,
  memberId,
  vaultHead,
  vaultId,
} from '../event-shape.ts';
import { canWrite, hasManager, hasRight, isActing, isCustodian } from '../holding.ts';
import { currentEpoch, findMember, findVault, type Member } from '../state.ts';
import { applyGrant, applyRevoke, readGrant, targetOf } from './grants.ts';
import { dropVoidParts } from './invitation-parts.ts';
import { needPermission, signingMember } from './permission.ts';

const vaultCreate = z.strictObject({
  commit: hash,
  epoch: counter,
  grants: z.array(grantee).max(maxMembersPerEvent),
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

export const vaultEvents = {
  vault_create: implemented(vaultCreate, applyCreate),
  vault_rotate: implemented(vaultRotate, applyRotate),
  vault_archive: implemented(vaultOnly, (draft, event) => applyArchived(draft, event, true)),
  vault_unarchive: implemented(vaultOnly, (draft, event) => applyArchived(draft, event, false)),
  /** Gives rights or changes them. `head` is the manifest as it stands, when somebody ceases to write. */
  vault_grant: implemented(
    z.strictObject({
      grants: z.array(grantee).min(1).max(maxMembersPerEvent),
      head: vaultHead.nullable(),
      vault: vaultId,
    }),
    applyGrant,
  ),
  vault_revoke: implemented(
    z.strictObject({
      grantees: z
        .array(z.union([z.strictObject({ member: memberId }), z.strictObject({ group: groupId })]))
        .min(1)
        .max(maxMembersPerEvent),
      head: vaultHead.nullable(),
      vault: vaultId,
    }),
    applyRevoke,
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
  if (!isActing(creator)) return refuse('keys_pending');
  if (body.epoch !== 1) return refuse('wrong_epoch', { field: '/epoch', params: { expected: 1 } });
  if (findVault(state, body.vault) !== undefined) return refuse('vault_id_taken', { field: '/vault' });

  const grants = [];
  const seen = new Set<string>();
  for (const [at, one] of body.grants.entries()) {
    const read = readGrant(state, by, one, `/grants/${at}`, seen);
    if (!read.ok) return read;
    grants.push(read.value);
  }
  if (body.kind === 'personal') {
    const refused = checkPersonal(draft, creator, body.grants);
    if (refused) return refused;
    draft.setMember({ ...creator, personalVault: body.vault });
  } else {
    const refused = needPermission(state, event, 'vaults.create');
    if (refused) return refused;
  }
  draft.setVault({
    id: body.vault,
    kind: body.kind,
    epochs: [{ epoch: 1, commit: body.commit, fromSeq: event.seq, staleSeq: null }],
    grants: {},
    groupGrants: {},
    archived: false,
    manifestFloorSeq: event.seq,
    listed: null,
    formerWriters: {},
  });
  for (const { to, given, waits } of grants) {
    draft.setGrant(body.vault, to, { given, waits, keySeq: event.seq });
  }
  const created = findVault(draft.state, body.vault);
  return created !== undefined && hasManager(draft.state, created)
    ? undefined
    : refuse('vault_without_manager', { field: '/grants' });
}

function checkPersonal(
  { state }: Draft,
  creator: Member,
  grants: readonly z.infer<typeof grantee>[],
): LedgerRefusal | undefined {
  const [only, ...others] = grants;
  const alone = only !== undefined && others.length === 0;
  if (!alone || targetOf(only) !== creator.id || !('role' in only) || only.role !== 'manager') {
    return refuse('personal_vault_rules', { field: '/grants' });
  }
  if (creator.personalVault !== null) return refuse('personal_vault_exists');
  return state.settings.personalVaults ? undefined : refuse('personal_vault_disabled');
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
    const mayWrite = isActing(signer) && canWrite(draft.state, signer, vault);
    if (!mayWrite && !isCustodian(draft.state, signer.id)) {
      return refuse('permission_missing', { params: { right: 'edit', vault: vault.id } });
    }
    const expected = currentEpoch(vault).epoch + 1;
    if (next.epoch !== expected) {
      return refuse('wrong_epoch', { field: `/epochs/${at}/epoch`, params: { expected } });
    }
    draft.setVault({
      ...vault,
      epochs: [
        ...vault.epochs,
        { epoch: next.epoch, commit: next.commit, fromSeq: event.seq, staleSeq: null },
      ],
    });
  }
  dropVoidParts(draft, { vaults: seen });
  return undefined;
}

function applyArchived(
  draft: Draft,
  event: Incoming<z.infer<typeof vaultOnly>>,
  archived: boolean,
): LedgerRefusal | undefined {
  const vault = findVault(draft.state, event.body.vault);
  if (vault === undefined) return refuse('vault_not_found', { field: '/vault' });
  const by = signingMember(event) as MemberId | null;
  if (by === null || !hasRight(draft.state, by, vault.id, 'manage')) {
    return refuse('permission_missing', { params: { right: 'manage', vault: vault.id } });
  }
  if (vault.kind === 'personal') return refuse('personal_vault_rules', { field: '/vault' });
  if (vault.archived === archived) return refuse(archived ? 'vault_archived' : 'vault_not_archived');
  draft.setVault({ ...vault, archived });
  return undefined;
}
