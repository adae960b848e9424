import { changeKeyStorage, getAccount, readPairing } from '@postern/contract';
import { mustBeOk, toBase64Url } from '@postern/core';
import {
  createMethod,
  drawSecret,
  type MethodSeed,
  openKeyStorage,
  parseKeyStatement,
} from '@postern/crypto';
import { until } from '../packages/client/test/people.ts';
import { beginPairing } from '../packages/client/test/phones.ts';
import type { Scene } from './harness/attack.ts';
import { aPhone, bodyOf, bytes, servedAccount } from './scene/mayas-phone.ts';
import { mayasPlace } from './scene/mayas-place.ts';

/**
 * Maya pairs her phone. The server puts a method of its own in the place of the phone's answer: its seed, its keys, anchored
 * to her true signing key, which everybody may know. It keeps the phone's name and authentication.
 */
export async function replacePhoneKeys(scene: Scene) {
  const place = await mayasPlace(scene);
  const { server, evil, desk } = place;
  evil.keep(getAccount);
  mustBeOk(await desk.client.keyStorage.read());
  const { account, keyStatement } = servedAccount(evil);
  const { generation, signingKey } = mustBeOk(await parseKeyStatement(keyStatement));
  const seed = drawSecret<MethodSeed>();
  const own = await createMethod('phone', seed, { account, generation, signing: { publicKey: signingKey } });
  evil.alter(readPairing, ({ answer }) =>
    answer === undefined
      ? {}
      : {
          answer: {
            ...answer,
            method: own.id,
            sealingKey: toBase64Url(own.sealingKey),
            anchor: toBase64Url(own.anchor),
          },
        },
  );
  const phone = await aPhone(scene, server, evil);
  mustBeOk(await phone.app.pair(await beginPairing(desk), 'Maya’s phone'));
  const { pairing: judged } = await until(
    desk.client,
    (now) => now.pairing?.state === 'answered' || now.pairing?.state === 'failed',
  );
  // Whatever comes that far carries the digits of Maya's phone, whose authentication it has.
  if (judged?.state === 'answered') mustBeOk(await desk.client.phone.confirmPairing());
  const { pairing } = desk.client.snapshot();
  /** Whether the server's own seed opens Maya's account. */
  const opens = async () => {
    const sent = evil.received.findLast(({ endpoint }) => endpoint?.name === changeKeyStorage.name);
    if (sent === undefined) return false;
    const { keys } = bodyOf(changeKeyStorage, sent);
    const wrap = keys.methods.find(({ id }) => id === own.id)?.wrap;
    if (wrap === undefined) return false;
    const opened = await openKeyStorage(seed, {
      account,
      method: own,
      anchor: own.anchor,
      wrap: bytes(wrap),
      statement: bytes(keys.keyStorage),
      bundle: bytes(keys.bundle),
      keyStatement,
      rekeys: [],
    });
    return opened.ok;
  };
  return { ...place, pairing, opens };
}
