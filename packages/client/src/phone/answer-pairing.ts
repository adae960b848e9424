import { type AnswerOf, describePairing, answerPairing as sendAnswer } from '@postern/contract';
import { type Clock, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  answerPairing,
  hashB64,
  type MethodSeed,
  methodProof,
  type PairingCode,
  parseKeyStatement,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import type { AnsweredCode, KeptPhone } from './phone-key-store.ts';

const maxLabelLength = 60;

/** A phone that has answered a code and waits until its key is listed. */
export interface AnsweredPairing {
  readonly phone: KeptPhone;
  readonly seed: MethodSeed;
}

/**
 * A new phone for a code that was read, to be kept before {@link sendPairingAnswer}. Refused with `phone_code_wrong` where the
 * account's keys are not those that the code names.
 */
export async function drawPhone(
  { api, clock }: { readonly api: Api; readonly clock: Clock },
  code: PairingCode,
  label: string,
): Promise<Result<AnsweredPairing>> {
  const { account, pairing } = code;
  const described = await api.call(describePairing, { body: { account, pairing } });
  if (!described.ok) return described;
  const keyStatement = bytesOfWire(described.value.keyStatement);
  // The camera has read which keys are the account's; the server's word does not count.
  if (hashB64(keyStatement) !== code.statementHash) return refuse('phone_code_wrong');
  const statement = await parseKeyStatement(keyStatement);
  const name = label.trim().slice(0, maxLabelLength);
  const answered = statement.ok ? await answerPairing(code, statement.value, name) : undefined;
  if (answered === undefined) return refuse('phone_code_wrong');
  const { seed, answer } = answered;
  const { method, mac } = answer;
  const phone: KeptPhone = {
    account,
    method: method.id,
    email: described.value.email,
    label: name,
    pairedAtMs: clock.nowMs(),
    state: 'waiting',
    waitsUntilMs: clock.nowMs() + waitMs,
    answered: {
      pairing,
      answer: {
        method: method.id,
        sealingKey: toBase64Url(method.sealingKey),
        anchor: toBase64Url(method.anchor),
        label: name,
        mac,
      },
    },
    hasPush: false,
    seen: { keyStorageVersion: 0, stateRevision: 0 },
  };
  return ok({ phone, seed });
}

/** Sends a phone's answer, for the first time or again: the server takes the same one as often as it comes. */
export async function sendPairingAnswer(
  api: Api,
  { account }: Pick<KeptPhone, 'account'>,
  { pairing, answer }: AnsweredCode,
  seed: MethodSeed,
): Promise<Result<AnswerOf<typeof sendAnswer>>> {
  const proof = toBase64Url(await methodProof(seed));
  return api.call(sendAnswer, { body: { account, pairing, answer: { ...answer, proof } } });
}

/** As long as a code is good. */
const waitMs = 10 * 60_000;
