import type { EntryRef, PosternClient } from '@postern/client';
import { getServer } from '@postern/contract';
import { type EntryId, fromUtf8, mustBeOk } from '@postern/core';
import { ObjectType, open, type SealingKey } from '@postern/crypto';
import { until } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { address, loginOf, mayasNewDevice, mayasPlace, type Place } from './scene/mayas-place.ts';
import { writtenEntries } from './scene/written-entries.ts';

/**
 * BW10: the server says that it is older than keys of single entries are. Maya's client, which has heard that, writes two
 * entries. Of the first one's body the attacker has got the key; the other one is none of its business.
 */
export async function writeToOldServer(scene: Scene): Promise<{
  readonly place: Place;
  readonly version: string | undefined;
  readonly known: EntryRef;
  readonly other: EntryRef;
  readonly password: string;
}> {
  const place = await mayasPlace(scene);
  const { vault, evil } = place;
  evil.alter(getServer, (answer) => ({ ...answer, version: '0.0.1' }));
  const { client } = await mayasNewDevice(place);
  const version = await versionHeard(client);
  mustBeOk(await client.organization.enter(address));
  await until(client, ({ entered }) => entered?.open?.vaults.some(({ name }) => name === 'Office') ?? false);
  const password = scene.plant('the password of an entry', 'brass anchor 1911');
  const known = mustBeOk(await client.vault.addEntry(vault, loginOf('Guest network')));
  const other = mustBeOk(await client.vault.addEntry(vault, loginOf('Harbour portal', { password })));
  return { place, version, known, other, password };
}

async function versionHeard(client: PosternClient): Promise<string | undefined> {
  return (await until(client, ({ server }) => server !== undefined)).server?.version;
}

/** What this key makes of an entry's body as it was sent; everything else that opening needs is public. */
export async function readBody(
  { desk, evil }: Place,
  { vault, entry }: EntryRef,
  key: SealingKey,
): Promise<string | undefined> {
  const org = desk.client.snapshot().entered?.open?.id;
  const written = writtenEntries(evil).find((one) => one.entry === entry);
  if (org === undefined || written === undefined) throw new Error('there is nothing to be read');
  const { epoch, revision, body } = written;
  const opened = await open(ObjectType.entryBody, key, { entry, epoch, org, revision, vault }, body);
  return opened && fromUtf8(opened);
}

/** The keys of bodies that a client used, by entry. */
export type UsedKeys = Map<EntryId, SealingKey>;
