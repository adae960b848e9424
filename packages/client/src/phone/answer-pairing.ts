import { describePairing, answerPairing as sendAnswer } from '@postern/contract';
import { type Clock, ok, type Result, refuse, toBase64Url } from '@postern/core';
import {
  answerPairing,
  hashB64,
  type MethodSeed,
  methodProof,
  parseKeyStatement,
  parsePairingCode,
} from '@postern/crypto';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import type { KeptPhone } from './phone-key-store.ts';

const maxLabelLength = 60;

/** A phone that has answered a code and waits until its key is listed. */
export interface AnsweredPairing {
  readonly phone: KeptPhone;
  readonly seed: MethodSeed;
}

/**
 * The phone's side of a pairing. `keep` is called before the answer is sent, so that no account ever lists a key that is
 * nowhere. Refused with `phone_code_wrong` where the text is no code or the account's keys are not those it names.
 */
export async function answerPairingCode(
  { api, clock }: { readonly api: Api; readonly clock: Clock },
  text: string,
  label: string,
  keep: (answered: AnsweredPairing) => Promise<void>,
): Promise<Result<AnsweredPairing>> {
  const code = parsePairingCode(text);
  if (code === undefined) return refuse('phone_code_wrong', { field: '/text' });
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
    hasPush: false,
    seen: { keyStorageVersion: 0, stateRevision: 0 },
  };
  await keep({ phone, seed });
  const sent = await api.call(sendAnswer, {
    body: {
      account,
      pairing,
      answer: {
        method: method.id,
        sealingKey: toBase64Url(method.sealingKey),
        anchor: toBase64Url(method.anchor),
        label: name,
        mac,
        proof: toBase64Url(await methodProof(seed)),
      },
    },
  });
  return sent.ok ? ok({ phone, seed }) : sent;
}

/** As long as a code is good. */
const waitMs = 10 * 60_000;
