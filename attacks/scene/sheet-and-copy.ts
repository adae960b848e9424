import { getAccount } from '@postern/contract';
import { type AccountId, mustBeOk } from '@postern/core';
import { openKeyStorage, parseKeySheet } from '@postern/crypto';
import { readTextOfOwnPdf } from '../../packages/client/src/paper/own-pdf.ts';
import { mayasNewDevice, type Place } from './mayas-place.ts';
import { bytesOf } from './relayed-keys.ts';

/**
 * Maya has a key sheet, and somebody has it as well, together with what the server held while it counted: with both, the
 * account as it was then opens. The scene's server must keep `getAccount`.
 */
export async function sheetAndCopy(place: Place) {
  const { desk, evil, password } = place;
  const { account, keyStorage } = desk.client;
  mustBeOk(await account.confirmIdentity(password));
  const sheet = (await readTextOfOwnPdf(mustBeOk(await keyStorage.makeSheet()).pdf)) ?? '';
  mustBeOk(await keyStorage.confirmSheet(sheet, password));
  const other = await mayasNewDevice(place);
  await other.client.close();
  const answer = evil.kept(getAccount).at(-1);
  const kept = JSON.parse(Buffer.from(answer?.body ?? []).toString('utf8'));
  const listed = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'qr');
  if (listed === undefined) throw new Error('no sheet is listed');

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
  return { sheet, listed: listed.id, opened };
}
