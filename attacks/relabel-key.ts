import { readSealedKeys } from '@postern/contract';
import { mustBeOk, newId, type VaultId } from '@postern/core';
import { commitVaultKey, drawSecret, type VaultKey } from '@postern/crypto';
import { verifyChain } from '@postern/ledger';
import { until } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { aColleague } from './scene/colleague.ts';
import { addEntry, loginOf, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { memberOf, signAnyway, takeKeys } from './scene/rogue-events.ts';

/**
 * Leo creates a vault for Ana and asks to be let in. As the key of that vault the server shows her the one of Maya's
 * vault, which is sealed to her as well and which Leo has no part in: what she opens, she would seal to Leo.
 */
export async function relabelKey(scene: Scene) {
  const place = await mayasPlace(scene, scene.watch());
  const { evil, vault: mayas } = place;
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  await addEntry(place, loginOf('Bank', { password: saved }));
  const line = scene.misbehave();
  const leo = await aColleague(place, 'leo', { permissions: ['vaults.create'] });
  const ana = await aColleague(place, 'ana', { grants: [{ vault: mayas, given: 'reader' }] }, line);

  const insider = await takeKeys(leo);
  const { state, chain, keys } = insider;
  const leosId = memberOf(insider);
  const anasId = memberOf({ state, keys: (await takeKeys(ana)).keys });
  const { organization: org } = state;
  const vault = newId<VaultId>();
  const commit = await commitVaultKey(drawSecret<VaultKey>(), { epoch: 1, org, vault });
  const grants = [{ member: anasId, role: 'manager' }];
  const made = await signAnyway({ state, by: leosId, key: keys.signing }, [
    ['vault_create', { commit, epoch: 1, grants, kind: 'shared', vault }],
  ]);
  const { state: after } = mustBeOk(await verifyChain(state, made));
  line.alter(readSealedKeys, ({ sealedKeys }) => ({
    sealedKeys: [
      ...sealedKeys,
      ...sealedKeys.filter(({ subject }) => subject === mayas).map((one) => ({ ...one, subject: vault })),
    ],
  }));
  keepOwnLedger(line, [...chain, ...made]);
  const granted = await ana.desk.client.administration.vaultAccess.grant(vault, [
    { grantee: { kind: 'member', id: leosId }, given: 'editor' },
  ]);
  const key = await openRelayedKey(line, keys.sealing, {
    state: after,
    vault,
    recipient: `member:${leosId}`,
  });
  const read = key && (await readSaved(evil, key, { state, vault: mayas }));
  return { ...place, ana, granted, read, saved };
}

/** As it is refused, whichever of the two defences does it. The code of the alarm. */
export async function refuseRelabelled(scene: Scene): Promise<string> {
  const { ana, granted, read } = await relabelKey(scene);
  if (granted.ok) throw new Error('a key was handed over');
  if (read !== undefined) scene.leaked("the key of Maya's vault");
  const { alarm } = await until(ana.desk.client, (snapshot) => snapshot.alarm !== undefined);
  return alarm?.code ?? '';
}
