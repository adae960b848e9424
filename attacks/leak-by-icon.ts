import type { EntryRef } from '@postern/client';
import { getServer } from '@postern/contract';
import type { Scene } from './harness/attack.ts';
import type { MisbehavingServer } from './harness/misbehaving-server.ts';
import { addEntry, loginOf, mayasPlace, type Place } from './scene/mayas-place.ts';
import { writtenEntries } from './scene/written-entries.ts';

/**
 * BW06, LP03: a password that gets into an address leaks as soon as somebody asks for that address's icon. Maya has one
 * there herself, as routers have it; the server offers icons and waits for the question.
 */
export async function offerIcons(
  scene: Scene,
  evil = scene.misbehave(),
): Promise<{
  readonly place: Place;
  readonly entry: EntryRef;
  readonly inAddress: string;
}> {
  evil.alter(getServer, (answer) => ({ ...answer, icons: '/icons/' }));
  const place = await mayasPlace(scene, evil);
  const inAddress = scene.plant('the password in an address', 'brass-anchor-1911');
  const entry = await addEntry(
    place,
    loginOf('Router', {
      urls: [`https://maya:${inAddress}@router.northwind.example/`],
      password: scene.plant('the password of an entry', 'grey heron at dusk'),
    }),
  );
  await place.desk.client.vault.listEntries({ kind: 'all' }, '');
  return { place, entry, inAddress };
}

/** The rest of the row: the sealed body, which holds the password, in the place of the header, which holds the address. */
export function serveBodyAsHeader({ evil }: Place, { entry }: EntryRef): void {
  const body = writtenEntries(evil).find((one) => one.entry === entry)?.body;
  if (body === undefined) throw new Error('the entry was never written');
  evil.alterChanges(({ meta, records }) => ({
    meta,
    records: records.map((record) => (record.entry === entry ? { ...record, header: body } : record)),
  }));
}

/** What was asked for that no endpoint of the contract answers, such as an icon. */
export function strangeRequests(evil: MisbehavingServer): readonly string[] {
  return evil.received.filter(({ endpoint }) => endpoint === undefined).map(({ url }) => url.href);
}
