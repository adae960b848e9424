import { z } from 'zod';
import { signedIn } from '../account/sign-in.ts';
import { endpoint } from '../endpoint.ts';
import { bytesB64, factorId, mailedCode, timeMs } from '../fields.ts';
import { passkeyAttestation, passkeyCreation } from './passkey-json.ts';
import { secondFactorOffer, secondFactorProof, totpCode } from './proof.ts';

/**
 * Second factors of an account, outside the gate. docs/protocol/second-factors.md. What changes them needs password and
 * second factor given in this session within the last ten minutes.
 */

export const giveFactorAtSignIn = endpoint({
  name: 'giveFactorAtSignIn',
  method: 'POST',
  path: '/api/account/sign-in/second-factor',
  access: 'anyone',
  summary: 'The second factor of a sign-in whose password is proven; starts the session.',
  body: z.strictObject({ token: bytesB64(32), proof: secondFactorProof }),
  answer: signedIn,
  refusals: ['second_factor_wrong', 'ticket_expired'],
});

export const mailFactorAtSignIn = endpoint({
  name: 'mailFactorAtSignIn',
  method: 'POST',
  path: '/api/account/sign-in/second-factor/mail',
  access: 'anyone',
  summary: 'Mail the code of a sign-in whose password is proven, where the account takes mailed codes.',
  body: z.strictObject({ token: bytesB64(32) }),
  answer: z.strictObject({}),
  refusals: ['second_factor_wrong', 'ticket_expired'],
});

/** What a factor proves, from weak to strong. */
export const factorStrength = z.enum(['mail', 'totp', 'passkey']);

const factorName = z
  .string()
  .trim()
  .min(1, 'expected a name')
  .max(60, 'expected at most 60 characters')
  .refine((text) => !/\p{C}/u.test(text), 'expected a name without control characters');

export const secondFactor = z.strictObject({
  factor: factorId,
  kind: factorStrength,
  /** What its person calls it; empty for the mailed code, of which there is one. */
  name: z.string(),
  createdAtMs: timeMs,
  lastUsedAtMs: timeMs.optional(),
});
export type SecondFactorView = z.infer<typeof secondFactor>;

export const listSecondFactors = endpoint({
  name: 'listSecondFactors',
  method: 'GET',
  path: '/api/account/second-factors',
  access: 'session',
  summary: 'The second factors of this account, and which of them this session was given.',
  answer: z.strictObject({
    factors: z.array(secondFactor),
    backupCodesLeft: z.int().min(0),
    usedInSession: z.array(factorStrength),
  }),
  refusals: [],
});
export type SecondFactors = z.infer<typeof listSecondFactors.answer>;

export const askForFactor = endpoint({
  name: 'askForFactor',
  method: 'POST',
  path: '/api/account/second-factors/ask',
  access: 'session',
  summary: 'What this account can give as its second factor in a session that goes on.',
  body: z.strictObject({}),
  answer: secondFactorOffer,
  refusals: ['second_factor_missing'],
});

export const mailFactor = endpoint({
  name: 'mailFactor',
  method: 'POST',
  path: '/api/account/second-factors/mail',
  access: 'session',
  summary: 'Mail a code to be given as the second factor of this session.',
  body: z.strictObject({}),
  answer: z.strictObject({}),
  refusals: ['second_factor_missing'],
});

export const giveFactor = endpoint({
  name: 'giveFactor',
  method: 'POST',
  path: '/api/account/second-factors/give',
  access: 'session',
  summary: 'Give the second factor in this session, which counts as given from now on.',
  body: z.strictObject({ proof: secondFactorProof }),
  answer: z.strictObject({}),
  refusals: ['second_factor_wrong'],
});

const fresh = ['generation_waits', 'reauthentication_required', 'second_factor_required'] as const;

export const beginTotp = endpoint({
  name: 'beginTotp',
  method: 'POST',
  path: '/api/account/second-factors/totp/begin',
  access: 'session',
  summary: 'A new secret for an authenticator app. It counts once a first code of it is given.',
  body: z.strictObject({}),
  answer: z.strictObject({
    /** Base32 (RFC 4648), 160 bits. */
    secretB32: z.string().regex(/^[A-Z2-7]{32}$/),
    /** `otpauth://totp/...`, for a QR code. */
    uri: z.string().regex(/^otpauth:\/\/totp\//),
    expiresAtMs: timeMs,
  }),
  refusals: [...fresh, 'second_factors_full'],
});
export type NewTotp = z.infer<typeof beginTotp.answer>;

export const finishTotp = endpoint({
  name: 'finishTotp',
  method: 'POST',
  path: '/api/account/second-factors/totp/finish',
  access: 'session',
  summary: 'Add the authenticator app by its first code; this session counts as having given it.',
  body: z.strictObject({ name: factorName, code: totpCode }),
  answer: secondFactor,
  refusals: [...fresh, 'second_factors_full', 'second_factor_wrong', 'ticket_expired'],
});

export const beginPasskey = endpoint({
  name: 'beginPasskey',
  method: 'POST',
  path: '/api/account/second-factors/passkey/begin',
  access: 'session',
  summary: 'What to ask the browser for to make a passkey or to take a security key.',
  body: z.strictObject({}),
  answer: passkeyCreation,
  refusals: [...fresh, 'second_factors_full'],
});

export const finishPasskey = endpoint({
  name: 'finishPasskey',
  method: 'POST',
  path: '/api/account/second-factors/passkey/finish',
  access: 'session',
  summary: 'Add the passkey or security key; this session counts as having given it.',
  body: z.strictObject({ name: factorName, attestation: passkeyAttestation }),
  answer: secondFactor,
  refusals: [...fresh, 'second_factors_full', 'second_factor_wrong', 'ticket_expired'],
});

export const beginMailFactor = endpoint({
  name: 'beginMailFactor',
  method: 'POST',
  path: '/api/account/second-factors/mailed/begin',
  access: 'session',
  summary: 'Mail the code that turns mailed codes on.',
  body: z.strictObject({}),
  answer: z.strictObject({}),
  refusals: [...fresh, 'second_factors_full'],
});

export const finishMailFactor = endpoint({
  name: 'finishMailFactor',
  method: 'POST',
  path: '/api/account/second-factors/mailed/finish',
  access: 'session',
  summary: 'Turn mailed codes on: the weakest second factor, which an organization may forbid.',
  body: z.strictObject({ code: mailedCode }),
  answer: secondFactor,
  refusals: [...fresh, 'second_factors_full', 'code_wrong', 'code_expired', 'too_many_attempts'],
});

export const makeBackupCodes = endpoint({
  name: 'makeBackupCodes',
  method: 'POST',
  path: '/api/account/second-factors/backup-codes',
  access: 'session',
  summary: 'Ten new backup codes, shown this once; those before are dead.',
  body: z.strictObject({}),
  answer: z.strictObject({ codes: z.array(z.string().regex(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)).length(10) }),
  refusals: [...fresh, 'second_factor_missing'],
});

export const renameSecondFactor = endpoint({
  name: 'renameSecondFactor',
  method: 'PUT',
  path: '/api/account/second-factors/:factor',
  access: 'session',
  summary: 'Give a second factor another name.',
  params: z.strictObject({ factor: factorId }),
  body: z.strictObject({ name: factorName }),
  answer: z.strictObject({}),
  refusals: ['generation_waits', 'not_found'],
});

export const removeSecondFactor = endpoint({
  name: 'removeSecondFactor',
  method: 'DELETE',
  path: '/api/account/second-factors/:factor',
  access: 'session',
  summary: 'Remove a second factor. With the last one the backup codes go.',
  params: z.strictObject({ factor: factorId }),
  answer: z.strictObject({}),
  refusals: [...fresh, 'not_found'],
});
