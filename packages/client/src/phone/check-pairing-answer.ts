import type { AnswerOf, readPairing } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { hashB64, type NewMethod, type PairingCode, pairingMac, sameHash } from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';

export type ServedPairingAnswer = NonNullable<AnswerOf<typeof readPairing>['answer']>;

/**
 * DEFENCE against a server that puts keys of its own in the place of a phone's (attack row X4): an answer counts only with
 * an authentication by the key that went from this screen to the phone's camera. The account secret is sealed to nothing
 * else.
 */
export async function checkPairingAnswer(
  code: PairingCode,
  served: ServedPairingAnswer,
): Promise<Result<NewMethod, 'phone_answer_wrong'>> {
  const anchor = bytesOfWire(served.anchor);
  const method: NewMethod = {
    id: served.method,
    kind: 'phone',
    sealingKey: bytesOfWire(served.sealingKey),
    anchorHash: hashB64(anchor),
    anchor,
  };
  return sameHash(await pairingMac(code, method, served.label), served.mac)
    ? ok(method)
    : refuse('phone_answer_wrong');
}
