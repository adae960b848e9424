import { mustBeOk, toBase64Url } from '@postern/core';
import {
  drawSecret,
  newRecoveryCode,
  recoveryKeysOf,
  type SigningSeed,
  signingKeyFromSeed,
} from '@postern/crypto';
import type { Scene } from './harness/attack.ts';
import { address, loginOf, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { keepOwnLedger } from './scene/own-ledger.ts';
import { openRelayedKey, readSaved } from './scene/relayed-keys.ts';
import { signAnyway, takeKeys } from './scene/rogue-events.ts';

/**
 * Maya comes in on a new device. The server shows her that she has made a new recovery kit, which is the server's own: every
 * vault that is made from then on is sealed to it.
 */
export async function serveRecoveryKey(scene: Scene) {
  const place = await mayasPlace(scene);
  const { evil } = place;
  const { state, chain } = await takeKeys(place);
  const { signing, sealing } = await recoveryKeysOf(newRecoveryCode(2));
  const inMayasName = { by: state.owner, key: await signingKeyFromSeed(drawSecret<SigningSeed>()) };
  const rogue = await signAnyway({ state, ...inMayasName }, [
    [
      'recovery_rotate',
      {
        sealingKey: toBase64Url(sealing.publicKey),
        signingKey: toBase64Url(signing.publicKey),
        version: 2,
      },
    ],
  ]);
  const device = await mayasNewDevice(place);
  keepOwnLedger(evil, [...chain, ...rogue]);
  const entered = await device.client.organization.enter(address);
  const saved = scene.plant("the bank's password", 'osprey-41-lantern');
  return {
    ...place,
    device,
    entered,
    /** What Maya saves in a new vault, and what the server reads of it with its recovery key. */
    saveAndRead: async () => {
      const made = await device.client.vault.createVault('Bank');
      if (!made.ok) return { made, saved, read: undefined };
      const vault = made.value;
      mustBeOk(await device.client.vault.addEntry(vault, loginOf('Bank', { password: saved })));
      const about = { state, vault, recipient: 'recovery:2' };
      const key = await openRelayedKey(evil, sealing, about);
      return { made, saved, read: key && (await readSaved(evil, key, about)) };
    },
  };
}
