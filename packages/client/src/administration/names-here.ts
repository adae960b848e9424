import type { GroupId, VaultId } from '@postern/core';
import type { Administered } from './administered.ts';
import { readGroupNames } from './group-names.ts';

/** How this device calls the vaults it has open; those of others have no name here. */
export function vaultNamesHere({ entered }: Pick<Administered, 'entered'>): ReadonlyMap<VaultId, string> {
  return new Map((entered.facts()?.vaults ?? []).map(({ id, name }) => [id, name]));
}

/** The names of groups and vaults, as far as this device holds their keys. */
export async function namesHere(administered: Administered): Promise<{
  readonly groups: ReadonlyMap<GroupId, string>;
  readonly vaults: ReadonlyMap<VaultId, string>;
}> {
  const appender = administered.entered.appender();
  const groups = await readGroupNames(appender.ok ? appender.value : undefined, administered.state);
  return { groups, vaults: vaultNamesHere(administered) };
}
