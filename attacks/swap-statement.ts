import { readRequest } from '@postern/contract';
import { mustBeOk, toBase64Url } from '@postern/core';
import { createNextAccountKeys } from '@postern/crypto';
import { until } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { MisbehavingServer } from './harness/misbehaving-server.ts';
import { aColleague } from './scene/colleague.ts';
import { beginAnew } from './scene/lost-keys.ts';
import { address, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, takeKeys } from './scene/rogue-events.ts';

/**
 * Leo, who edits Maya's vault, forgot his password and asks her to invite him again; he reads his six words to her. What
 * the server shows her of his request is a key statement of its own, in good form and of his account.
 */
export async function swapStatement(scene: Scene) {
  const place = await mayasPlace(scene);
  const { desk, evil, server, vault } = place;
  const leo = await aColleague(place, 'leo', { grants: [{ vault, given: 'editor' }] });
  await until(leo.desk.client, ({ entered }) => entered?.open?.vaults.length === 2);
  const insider = await takeKeys(leo);
  const { chain, state } = insider;
  const last = chain.length - 1;
  await until(desk.client, ({ entered }) => entered?.open?.ledgerSeq === last);
  const own = await createNextAccountKeys(insider.keys.statement, state.lastAtMs);

  const asking = await beginAnew({ scene, server, evil: new MisbehavingServer() }, leo.email);
  mustBeOk(await asking.client.organization.enter(address));
  mustBeOk(await asking.client.requests.ask.ask(address, { code: 'relink_required', note: '' }));
  const { words } = mustBeOk(await asking.client.relink.words(address));
  const statement = toBase64Url(own.statement.bytes);
  evil.alter(readRequest, ({ relink, ...answer }) => ({ ...answer, relink: { ...relink, statement } }));
  keepOwnLedger(evil, chain);

  const { inbox } = desk.client.requests;
  const { rows } = mustBeOk(await inbox.list('open'));
  const [row] = rows;
  if (row === undefined) throw new Error('nobody asks');
  const opened = mustBeOk(await inbox.open(row.request));
  const before = evil.received.length;
  const settled = await inbox.settle(opened, [{ remedy: 'reinvite_member', words }]);
  return {
    ...place,
    settled,
    /** What her client asked for because of it. */
    asked: evil.received.slice(before).map(({ endpoint }) => endpoint?.name),
    /** What Maya saves next, as the server reads it with the key that was sealed to it. */
    readNextPassword: async () => {
      const saved = 'osprey-41-lantern';
      mustBeOk(await desk.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
      const about = { state, vault, recipient: `member:${memberOf(insider)}` };
      const key = await openRelayedKey(evil, own.sealing, about);
      return { saved, read: key && (await readSaved(evil, key, about)) };
    },
  };
}
