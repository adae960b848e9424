import { fromBase64Url, type GroupId } from '@postern/core';
import { openGroupName } from '@postern/crypto';
import { currentEpoch, findGroup, type LedgerState } from '@postern/ledger';
import type { Appender } from '../organization/append-events.ts';

/** The name of a group, or `undefined` where this device does not hold the group's key or the name does not open. */
async function readGroupName(
  { opener, organization: org }: Pick<Appender, 'opener' | 'organization'>,
  state: LedgerState,
  id: GroupId,
): Promise<string | undefined> {
  const group = findGroup(state, id);
  const sealed = group && fromBase64Url(group.sealedName);
  if (group === undefined || sealed === undefined) return undefined;
  const { epoch } = currentEpoch(group);
  const key = await opener.groupKey(id, epoch);
  return key.ok ? openGroupName(key.value, { epoch, group: id, org }, sealed) : undefined;
}

/** The names of all groups whose key this device holds. */
export async function readGroupNames(
  by: Pick<Appender, 'opener' | 'organization'> | undefined,
  state: LedgerState,
): Promise<ReadonlyMap<GroupId, string>> {
  if (by === undefined) return new Map();
  const ids = (Object.keys(state.groups) as GroupId[]).filter((id) => findGroup(state, id) !== undefined);
  const names = await Promise.all(ids.map((id) => readGroupName(by, state, id)));
  return new Map(ids.flatMap((id, at) => (names[at] === undefined ? [] : [[id, names[at]] as const])));
}
