import { getAccount } from '@postern/contract';
import { type MemberId, mustBeOk, type VaultId } from '@postern/core';
import { ObjectType, unwrap } from '@postern/crypto';
import { entryDraft } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { addEntry, mayasPlace } from './scene/mayas-place.ts';
import { sheetAndCopy } from './scene/sheet-and-copy.ts';

/**
 * Somebody had Maya's key sheet and a copy of the server, and so her keys. She replaces them, then writes on in the vault there
 * was and makes another. Whoever has the keys of before works with the server, which shows everything that is sealed.
 */
export async function readOnWithOldKeys(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch().keep(getAccount));
  const { desk, password, server, vault } = place;
  const { opened } = await sheetAndCopy(place);
  mustBeOk(await desk.client.keyStorage.replaceKeys(password));
  await addEntry(place, entryDraft('Safe'));
  const later = mustBeOk(await desk.client.vault.createVault('Later'));

  /** Epochs of a vault whose key the old keys open, of all that the server has sealed. */
  const openedEpochs = async (id: VaultId): Promise<number[]> => {
    const rows = await server.running.platform.db.kysely
      .selectFrom('sealed_keys')
      .selectAll()
      .where('subject', '=', id)
      .where('recipient', 'like', 'member:%')
      .orderBy('epoch')
      .execute();
    const epochs: number[] = [];
    for (const { organization: org, epoch, granter, recipient, sealed } of rows) {
      const context = {
        epoch,
        granter: granter as MemberId,
        org,
        recipient: recipient as `member:${string}`,
        vault: id,
      };
      const key = await unwrap(ObjectType.vaultKey, opened.keys.sealing, context, new Uint8Array(sealed));
      if (key !== undefined) epochs.push(epoch);
    }
    return epochs;
  };
  return { ...place, written: await openedEpochs(vault), made: await openedEpochs(later) };
}
