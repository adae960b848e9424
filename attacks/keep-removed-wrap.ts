import { getAccount } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { deriveSealingKey, openAccountState } from '@postern/crypto';
import type { Scene } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';
import { sheetAndCopy } from './scene/sheet-and-copy.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/**
 * Maya had a key sheet, and took it off her account. Whoever finds it in the waste paper works with the server, which has
 * kept what it was to delete. Since then she has made another vault.
 */
export async function keepRemovedWrap(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch().keep(getAccount));
  const { desk, password, server } = place;
  const { keyStorage, vault } = desk.client;
  const { sheet, listed, opened } = await sheetAndCopy(place);
  mustBeOk(await keyStorage.remove(listed, password));
  const later = mustBeOk(await vault.createVault('Later'));
  await tellAccountState(place);
  return {
    ...place,
    sheet,
    later,
    /** The account's state of now, opened with what the sheet and the kept wrap come to. */
    openNewest: async () => {
      const row = await server.running.platform.db.kysely
        .selectFrom('accounts')
        .select(['secret_version', 'state_revision', 'state_sealed'])
        .where('id', '=', opened.keys.account)
        .executeTakeFirstOrThrow();
      const context = {
        account: opened.keys.account,
        revision: row.state_revision,
        secretVersion: row.secret_version,
      };
      const key = await deriveSealingKey(opened.accountSecret, 'state');
      return openAccountState(key, context, new Uint8Array(row.state_sealed));
    },
  };
}
