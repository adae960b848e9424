import { type GroupId, type MemberId, refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import { groupId, memberList, publicKeyEpoch, sealedName, vaultHeads } from '../event-shape.ts';
import { holdsGroupKey, waitsForWords } from '../holding.ts';
import { canWriteWith, rightsGiven } from '../rights.ts';
import { epochIsStale } from '../stale-epoch.ts';
import { currentEpoch, findGroup, findGroupGrant, findMember, findVault } from '../state.ts';
import { dropVoidParts } from './invitation-parts.ts';
import { listHeads, makeGroupStale, takeAway, vaultsOfGroup } from './losses.ts';
import { needPermission, signingMember } from './permission.ts';

const groupCreate = z.strictObject({
  group: groupId,
  key: publicKeyEpoch,
  members: memberList,
  name: sealedName,
});
const groupSet = z.strictObject({
  add: memberList,
  group: groupId,
  heads: vaultHeads,
  key: publicKeyEpoch.nullable(),
  name: sealedName.nullable(),
  remove: memberList,
});
const groupRemove = z.strictObject({ group: groupId, heads: vaultHeads });

export const groupEvents = {
  group_create: implemented(groupCreate, applyCreate),
  /**
   * Who comes, who goes, a new key, a new name, together or alone. A new key alone is anybody's who holds the old one:
   * it changes nothing about who may do what.
   */
  group_set: implemented(groupSet, applySet),
  group_remove: implemented(groupRemove, applyRemove),
};

function applyCreate(draft: Draft, event: Incoming<z.infer<typeof groupCreate>>): LedgerRefusal | undefined {
  const { group, key, members, name } = event.body;
  const refused = needPermission(draft.state, event, 'groups.manage');
  if (refused) return refused;
  if (Object.hasOwn(draft.state.groups, group)) return refuse('group_id_taken', { field: '/group' });
  if (key.epoch !== 1) return refuse('wrong_epoch', { field: '/key/epoch', params: { expected: 1 } });
  draft.setGroup({
    id: group,
    sealedName: name,
    epochs: [{ epoch: 1, commit: key.commit, fromSeq: event.seq, staleSeq: null }],
    publicKeyB64: key.publicKey,
    members: {},
    removed: false,
  });
  return addMembers(draft, signingMember(event), group, members, '/members');
}

function addMembers(
  draft: Draft,
  by: MemberId | null,
  group: GroupId,
  added: readonly MemberId[],
  field: string,
): LedgerRefusal | undefined {
  for (const [at, id] of added.entries()) {
    const member = findMember(draft.state, id);
    if (member?.status !== 'active') return refuse('member_not_found', { field: `${field}/${at}` });
    if (member.groups.includes(group)) return refuse('group_membership_wrong', { field: `${field}/${at}` });
    draft.setGroupMember(group, id, { waits: waitsForWords(by, member) });
  }
  return undefined;
}

/** INVARIANT: whoever adds to a group, renames it or gives it a key holds its key, and so all that it gives. */
function applySet(draft: Draft, event: Incoming<z.infer<typeof groupSet>>): LedgerRefusal | undefined {
  const { add, group: id, heads, key, name, remove } = event.body;
  const group = findGroup(draft.state, id);
  if (group === undefined) return refuse('group_not_found', { field: '/group' });
  const changesMembers = add.length + remove.length > 0;
  if (!changesMembers && key === null && name === null) return refuse('nothing_changed');
  const keyAlone = !changesMembers && key !== null;
  const refused = keyAlone ? undefined : needPermission(draft.state, event, 'groups.manage');
  if (refused) return refused;
  const by = signingMember(event);
  const givesKey = add.length > 0 || key !== null || name !== null;
  if (givesKey && (by === null || !holdsGroupKey(draft.state, by, id))) {
    return refuse('key_not_held', { field: '/group' });
  }
  if (add.length > 0 && key === null && (remove.length > 0 || epochIsStale(group))) {
    return refuse('group_key_old', { field: '/key' });
  }
  const epoch = currentEpoch(group).epoch + 1;
  if (key !== null && key.epoch !== epoch) {
    return refuse('wrong_epoch', { field: '/key/epoch', params: { expected: epoch } });
  }
  // Sealed under the key that counts, and by nothing else can it be opened.
  if (key !== null && name === null) return refuse('nothing_changed', { field: '/name' });

  const unlisted = listHeads(draft, event, heads, (vault) => groupWrites(draft, id, vault));
  if (unlisted) return unlisted;
  const absent = remove.findIndex(
    (member, at) => !Object.hasOwn(group.members, member) || remove.indexOf(member) !== at,
  );
  if (absent >= 0) return refuse('group_membership_wrong', { field: `/remove/${absent}` });
  const held = remove.some((member) => group.members[member]?.waits === false);
  const unmanaged = takeAway(draft, event, { vaults: vaultsOfGroup(draft, id), members: remove }, () => {
    for (const member of remove) draft.setGroupMember(id, member, null);
  });
  if (unmanaged) return unmanaged;
  if (held) makeGroupStale(draft, id, event.seq);
  const now = findGroup(draft.state, id) ?? group;
  draft.setGroup({
    ...now,
    sealedName: name ?? now.sealedName,
    ...(key === null
      ? {}
      : {
          epochs: [...now.epochs, { epoch, commit: key.commit, fromSeq: event.seq, staleSeq: null }],
          publicKeyB64: key.publicKey,
        }),
  });
  if (key !== null) dropVoidParts(draft, { group: id });
  return addMembers(draft, by, id, add, '/add');
}

function applyRemove(draft: Draft, event: Incoming<z.infer<typeof groupRemove>>): LedgerRefusal | undefined {
  const { group: id, heads } = event.body;
  const refused = needPermission(draft.state, event, 'groups.manage');
  if (refused) return refused;
  const group = findGroup(draft.state, id);
  if (group === undefined) return refuse('group_not_found', { field: '/group' });
  const unlisted = listHeads(draft, event, heads, (vault) => groupWrites(draft, id, vault));
  if (unlisted) return unlisted;
  const members = Object.keys(group.members) as MemberId[];
  const vaults = vaultsOfGroup(draft, id);
  const unmanaged = takeAway(draft, event, { vaults, members }, () => {
    for (const vault of vaults) draft.setGrant(vault, { group: id }, null);
    for (const member of members) draft.setGroupMember(id, member, null);
  });
  if (unmanaged) return unmanaged;
  draft.setGroup({ ...(draft.state.groups[id] ?? group), removed: true });
  return undefined;
}

function groupWrites(draft: Draft, group: GroupId, vaultId: string): boolean {
  const vault = findVault(draft.state, vaultId);
  const grant = vault && findGroupGrant(vault, group);
  return grant !== undefined && canWriteWith(rightsGiven(grant.given));
}
