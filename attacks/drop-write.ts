import { readHeads, writeVault } from '@postern/contract';
import { type Bytes, fromBase64Url, mustBeOk } from '@postern/core';
import { type Head, parseManifest } from '@postern/ledger';
import type { Scene } from './harness/attack.ts';
import { addEntry, address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/** The bank's password before Maya changed it, because somebody had seen it. */
export const seenPassword = 'osprey-41-lantern';

/**
 * Maya changes the bank's password. The server acknowledges the write with the very head she signed and drops it; to her
 * next device it names that head and shows what it has: the entry as it was, genuine in every bit.
 */
export async function dropWrite(scene: Scene) {
  const place = await mayasPlace(scene);
  const { desk, evil, vault } = place;
  const bank = await addEntry(place, loginOf('Bank', { password: seenPassword }));
  const { revision } = mustBeOk(await desk.client.vault.openEntry(bank));
  let named: Head | undefined;
  evil.drop(writeVault, ({ body }) => {
    const { manifest } = JSON.parse(Buffer.from(body ?? []).toString('utf8')) as { manifest: string };
    const { hash, payload } = mustBeOk(parseManifest(fromBase64Url(manifest) as Bytes));
    named = { seq: payload.seq, hash };
    return { head: named };
  });
  const changed = loginOf('Bank', { password: scene.plant("the bank's new password", 'gannet-88-harbour') });
  const edited = await desk.client.vault.editEntry(bank, revision, changed);
  if (!edited.ok) throw new Error(`not changed: ${edited.code}`);
  await tellAccountState(place);

  const device = await mayasNewDevice(place);
  evil.alter(readHeads, (answer) =>
    answer.same
      ? answer
      : { same: false, heads: { ...answer.heads, vaults: { ...answer.heads.vaults, [vault]: named } } },
  );
  mustBeOk(await device.client.organization.enter(address));
  return { ...place, bank, device };
}
