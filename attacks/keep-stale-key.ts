import { appendLedger, writeVault } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { memberOf as memberView } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import type { Exchange } from './harness/misbehaving-server.ts';
import { aColleague } from './scene/colleague.ts';
import { loginOf, mayasPlace } from './scene/mayas-place.ts';
import { sentIn } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { takeKeys } from './scene/rogue-events.ts';

/**
 * Leo edited Maya's vault, and works with the server. Maya removes him; the server does its best that his key goes on
 * counting: it takes no next key for the vault, or tells every writer that the key of before is the right one.
 */
export async function keepStaleKey(scene: Scene, how: 'takes no next key' | 'asks for the old key') {
  const place = await mayasPlace(scene);
  const { evil, desk, vault } = place;
  const leo = await aColleague(place, 'leo');
  const { people, vaultAccess } = desk.client.administration;
  const { id } = await memberView(desk, leo.email);
  mustBeOk(await vaultAccess.grant(vault, [{ grantee: { kind: 'member', id }, given: 'editor' }]));
  const { keys, state } = await takeKeys(leo);
  const about = { state, vault, recipient: `member:${id}` };
  const held = await openRelayedKey(evil, keys.sealing, about);
  if (held === undefined) throw new Error('Leo had no key to keep');

  if (how === 'takes no next key') evil.cut(appendLedger, 'before', { if: givesNextKey });
  else evil.refuse(writeVault, { ...wrongEpoch, params: { expected: held.epoch } });
  mustBeOk(await people.remove([id]));
  const before = evil.received.length;
  const saved = 'osprey-41-lantern';
  const added = await desk.client.vault.addEntry(vault, loginOf('Bank', { password: saved }));
  const written = evil.received.slice(before).some(({ endpoint }) => endpoint?.name === writeVault.name);
  const read = written ? await readSaved(evil, held, about) : undefined;
  return { ...place, added, saved, read };
}

const wrongEpoch = { type: 'about:blank', title: 'Wrong epoch', status: 409, code: 'wrong_epoch' };

/** Leo's removal is welcome, what follows from it is not. */
function givesNextKey(exchange: Exchange): boolean {
  const { sealedKeys } = sentIn(exchange) as { readonly sealedKeys: readonly { readonly epoch: number }[] };
  return sealedKeys.some(({ epoch }) => epoch > 1);
}
