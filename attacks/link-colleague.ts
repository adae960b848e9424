import { appendLedger, type SealedKey } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { createVault, memberOf } from '../packages/client/test/team.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { beginAnew } from './scene/lost-keys.ts';
import { addEntry, address, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { sentIn } from './scene/own-ledger.ts';

/**
 * Leo manages members, holds none of Maya's vaults, and works with the server, which reads Kim's mail: it resets her password,
 * asks in her name to be invited again, and tells Leo the words. Then it waits for what Maya, who holds Kim's vaults, does.
 */
export async function linkColleague(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { desk, evil, vault } = place;
  const saved = 'osprey-41-lantern';
  await addEntry(place, loginOf('Bank', { password: saved }));
  const leo = await aColleague(place, 'leo', { permissions: ['members.manage'] });
  const kim = await aColleague(place, 'kim', { grants: [{ vault, given: 'reader' }] });
  const { id } = await memberOf(desk, kim.email);
  const before = evil.received.length;

  const thief = await beginAnew(place, kim.email);
  mustBeOk(await thief.client.organization.enter(address));
  mustBeOk(await thief.client.requests.ask.ask(address, { code: 'relink_required', note: '' }));
  const { words } = mustBeOk(await thief.client.relink.words(address));
  const { inbox } = leo.desk.client.requests;
  const { rows } = mustBeOk(await inbox.list('open'));
  const opened = rows[0] && mustBeOk(await inbox.open(rows[0].request));
  if (opened === undefined) throw new Error('nobody asks');
  mustBeOk(await inbox.settle(opened, [{ remedy: 'reinvite_member', words }]));
  // Maya reads of it: who it is, and that Leo has confirmed it.
  await expect
    .poll(async () => mustBeOk(await desk.client.relink.keysChanged()), { timeout: 20_000 })
    .toMatchObject([{ email: kim.email }]);
  return {
    ...place,
    thief,
    saved,
    /** Maya gives Kim more, as she would on any day: another right on her vault, and another vault. */
    giveMore: async () => {
      const other = await createVault(desk, 'Payroll');
      const { vaultAccess } = desk.client.administration;
      for (const one of [vault, other]) {
        mustBeOk(await vaultAccess.grant(one, [{ grantee: { kind: 'member', id }, given: 'editor' }]));
      }
    },
    /** The keys that Maya's device has sealed to Kim since, whose keys are the server's. */
    given: () =>
      evil.received
        .slice(before)
        .filter(({ endpoint }) => endpoint?.name === appendLedger.name)
        .flatMap((one) => (sentIn(one) as { readonly sealedKeys: readonly SealedKey[] }).sealedKeys)
        .filter(({ recipient }) => recipient === `member:${id}`),
  };
}
