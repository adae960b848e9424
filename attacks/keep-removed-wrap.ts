import { getAccount } from '@postern/contract';
import { type AccountId, mustBeOk } from '@postern/core';
import { deriveSealingKey, openAccountState, openKeyStorage, parseKeySheet } from '@postern/crypto';
import { readTextOfOwnPdf } from '../packages/client/src/paper/own-pdf.ts';
import type { Scene } from './harness/attack.ts';
import { mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { bytesOf } from './scene/relayed-keys.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

/**
 * Maya had a key sheet, and took it off her account. Whoever finds it in the waste paper works with the server, which has
 * kept what it was to delete. Since then she has made another vault.
 */
export async function keepRemovedWrap(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch().keep(getAccount));
  const { desk, evil, password, server } = place;
  const { account, keyStorage, vault } = desk.client;
  mustBeOk(await account.confirmIdentity(password));
  const sheet = (await readTextOfOwnPdf(mustBeOk(await keyStorage.makeSheet()).pdf)) ?? '';
  mustBeOk(await keyStorage.confirmSheet(sheet, password));
  const other = await mayasNewDevice(place);
  await other.client.close();
  const answer = evil.kept(getAccount).at(-1);
  const kept = JSON.parse(Buffer.from(answer?.body ?? []).toString('utf8'));
  const listed = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'qr');
  if (listed === undefined) throw new Error('no sheet is listed');
  mustBeOk(await keyStorage.remove(listed.id, password));
  const later = mustBeOk(await vault.createVault('Later'));
  await tellAccountState(place);

  const { seed } = mustBeOk(parseKeySheet(sheet));
  const method = kept.keys.methods.find(({ kind }: { kind: string }) => kind === 'qr');
  const opened = mustBeOk(
    await openKeyStorage(seed, {
      account: kept.account as AccountId,
      method,
      anchor: bytesOf(method.anchor),
      wrap: bytesOf(method.wrap),
      statement: bytesOf(kept.keys.keyStorage),
      bundle: bytesOf(kept.keys.bundle),
      keyStatement: bytesOf(kept.keyStatement),
      rekeys: [],
    }),
  );
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
