import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { accountId, bytesB64, email, keyMethodId, spanMs } from '../fields.ts';
import { change } from '../organization/organization.ts';
import { macB64, phoneLabel, phonePairingId, sealingKeyB64 } from './phone-fields.ts';

/** Pairing a phone: a code on the screen of a signed-in client, the phone's answer, the account's signature. */

const pairingParams = z.strictObject({ pairing: phonePairingId });

export const beginPairing = endpoint({
  name: 'beginPairing',
  method: 'PUT',
  path: '/api/account/phone-pairings/:pairing',
  access: 'session',
  summary: 'Wait for a phone that reads the code of this pairing; one that was begun before is over.',
  params: pairingParams,
  body: z.strictObject({}),
  answer: z.strictObject({ lastsMs: spanMs }),
  refusals: ['reauthentication_required', 'second_factor_required'],
});

/** What a phone answered. Nothing of it counts before its authentication is checked (attack row X4). */
export const servedPairingAnswer = z.strictObject({
  method: keyMethodId,
  sealingKey: sealingKeyB64,
  /** Sealed object `13`. */
  anchor: bytesB64(1024),
  label: phoneLabel,
  mac: macB64,
  /** What the server is to know the phone by. */
  proof: bytesB64(32),
});

export const readPairing = endpoint({
  name: 'readPairing',
  method: 'GET',
  path: '/api/account/phone-pairings/:pairing',
  access: 'session',
  summary: 'Whether a phone has answered, and what.',
  params: pairingParams,
  answer: z.strictObject({ answer: servedPairingAnswer.optional() }),
  refusals: ['pairing_expired'],
});

export const cancelPairing = endpoint({
  name: 'cancelPairing',
  method: 'DELETE',
  path: '/api/account/phone-pairings/:pairing',
  access: 'session',
  summary: 'End the pairing.',
  params: pairingParams,
  answer: z.strictObject({}),
  refusals: [],
});

export const describePairing = endpoint({
  name: 'describePairing',
  method: 'POST',
  path: '/api/phone/pairing/describe',
  access: 'anyone',
  summary:
    'For the phone that has read a code: whose it is, and the key statement whose hash the code holds.',
  body: z.strictObject({ account: accountId, pairing: phonePairingId }),
  answer: z.strictObject({ email, keyStatement: bytesB64(4096) }),
  refusals: ['pairing_expired'],
});

export const answerPairing = endpoint({
  name: 'answerPairing',
  method: 'POST',
  path: '/api/phone/pairing/answer',
  access: 'anyone',
  summary: 'The phone’s answer to a code, once.',
  body: z.strictObject({ account: accountId, pairing: phonePairingId, answer: servedPairingAnswer }),
  answer: z.strictObject({}),
  refusals: ['pairing_expired', 'pairing_answered', 'key_objects_invalid'],
});

export const listPhones = endpoint({
  name: 'listPhones',
  method: 'GET',
  path: '/api/account/phones',
  access: 'session',
  summary: 'Which of the account’s phones are told of questions while their app is closed.',
  answer: z.strictObject({ withPush: z.array(keyMethodId) }),
  refusals: [],
});

export const watchPhones = endpoint({
  name: 'watchPhones',
  method: 'GET',
  path: '/api/account/phones/changes',
  access: 'session',
  summary: 'Server-sent events: `phone` when a pairing or a phone of the account moved.',
  answer: change,
  answerForm: 'stream',
  refusals: ['rate_limited'],
});
