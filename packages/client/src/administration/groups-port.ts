import { type GroupId, type MemberId, newId, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { drawSecret, type GroupKeySeed, sealGroupName } from '@postern/crypto';
import { currentEpoch, epochIsStale, findGroup, isCustodian, isName, maxNameLength } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import {
  draftGroupKey,
  drawGroupKey,
  itemsOf,
  newlyDrawn,
  nextGroupKey,
  sourceOf,
} from '../organization/renew-keys.ts';
import { changeLedger, readAdministered } from './administered.ts';
import { listGroups } from './list-groups.ts';
import { namesHere } from './names-here.ts';
import { renewEverything } from './people-port.ts';
import type { GroupsPort } from './port.ts';

const wrongName = refuse('name_invalid', { field: '/name', params: { max: maxNameLength } });

/** Groups, whose keys open the vaults they are given and whose names only their members and the custodians read. */
export function createGroupsPort(core: ClientCore): GroupsPort {
  return {
    list: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { groups, vaults } = await namesHere(read.value);
      return ok(listGroups(read.value, groups, vaults));
    },
    create: async (name, members) => {
      if (!isName(name)) return wrongName;
      const group = newId<GroupId>();
      const key = drawSecret<GroupKeySeed>();
      const changed = await changeLedger(core, async (state) => {
        const drafted = await draftGroupKey(key, { epoch: 1, group, org: state.organization }, name);
        if (drafted === undefined) return wrongName;
        return ok({
          events: [
            { type: 'group_create' as const, body: { group, members: [...new Set(members)], ...drafted } },
          ],
          newKeys: { groupKey: (id) => (id === group ? key : undefined) },
        });
      });
      if (!changed.ok) return changed;
      await core.entered?.keepKey({ kind: 'group', org: changed.value.organization, group, epoch: 1, key });
      core.show();
      return ok(group);
    },
    rename: async (group, name) => {
      if (!isName(name)) return wrongName;
      let drawn = newlyDrawn();
      const changed = await changeLedger(core, async (state, by) => {
        drawn = newlyDrawn();
        const known = findGroup(state, group);
        if (known === undefined) return refuse('group_not_found');
        const { epoch } = currentEpoch(known);
        const key = await by.opener.groupKey(group, epoch);
        if (!key.ok) {
          if (key.code !== 'keys_missing') return key;
          // The recovery code opens no group's key. Where nobody is left who holds it, a custodian gives the group another,
          // with the name that only they could have read.
          const mayBegin = isCustodian(state, by.member) && epochIsStale(known);
          const next = mayBegin ? await drawGroupKey(by, group, epoch + 1, name, drawn) : undefined;
          if (next === undefined) return refuse('key_not_held');
          return ok({
            events: [
              { type: 'group_set' as const, body: { add: [], group, heads: [], remove: [], ...next } },
            ],
            newKeys: sourceOf(drawn),
          });
        }
        const sealed = await sealGroupName(key.value, { epoch, group, org: state.organization }, name);
        if (sealed === undefined) return wrongName;
        return ok({
          events: [
            {
              type: 'group_set' as const,
              body: { add: [], group, heads: [], key: null, name: toBase64Url(sealed), remove: [] },
            },
          ],
        });
      });
      if (!changed.ok) return changed;
      const by = core.entered?.appender();
      if (by?.ok) await core.entered?.keepKeys(itemsOf(by.value, drawn));
      return ok();
    },
    setMembers: (group, members) => setMembers(core, group, members),
    remove: async (group) => {
      const changed = await changeLedger(core, async () =>
        ok({ events: [{ type: 'group_remove' as const, body: { group, heads: [] } }] }),
      );
      if (!changed.ok) return changed;
      await renewEverything(core);
      return ok();
    },
  };
}

/** Who goes takes the key along, so whoever stays gets another in the same step, as far as this member holds the group. */
async function setMembers(
  core: ClientCore,
  group: GroupId,
  members: readonly MemberId[],
): Promise<Result<undefined>> {
  const wanted = new Set(members);
  let drawn = newlyDrawn();
  let takes = false;
  const changed = await changeLedger(core, async (state, by) => {
    drawn = newlyDrawn();
    const known = findGroup(state, group);
    if (known === undefined) return refuse('group_not_found');
    const add = [...wanted].filter((id) => !Object.hasOwn(known.members, id));
    const remove = (Object.keys(known.members) as MemberId[]).filter((id) => !wanted.has(id));
    if (add.length + remove.length === 0) return ok({ events: [] });
    takes = remove.length > 0;
    const next = takes || epochIsStale(known) ? await nextGroupKey(by, state, group, drawn) : undefined;
    const renewal = next ?? { key: null, name: null };
    return ok({
      events: [{ type: 'group_set' as const, body: { add, group, heads: [], remove, ...renewal } }],
      newKeys: sourceOf(drawn),
    });
  });
  if (!changed.ok) return changed;
  const by = core.entered?.appender();
  if (by?.ok) await core.entered?.keepKeys(itemsOf(by.value, drawn));
  if (takes) await renewEverything(core);
  return ok();
}
