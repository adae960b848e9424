import { z } from 'zod';
import { bytesB64, mailedCode, timeMs } from '../fields.ts';
import { passkeyAssertion, passkeyRequest } from './passkey-json.ts';

/** Six digits of an authenticator app; spaces between them are forgiven. */
export const totpCode = mailedCode;

/** A backup code as it is stored: ten letters and digits. Case, spaces and hyphens are forgiven, and `0` for `O`. */
export const backupCode = z
  .string()
  .max(40)
  .transform((text) =>
    text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  )
  .refine(
    (text) => /^[0-9A-HJKMNP-TV-Z]{10}$/.test(text),
    'expected ten letters and digits like 7K2QD-M4XJ9',
  );

/** Ways to give a second factor, strongest first. `backup` stands in for a lost one and counts as `totp`. */
export const proofKinds = ['passkey', 'totp', 'backup', 'mail'] as const;
export type ProofKind = (typeof proofKinds)[number];

export const secondFactorProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passkey'), assertion: passkeyAssertion }),
  z.strictObject({ kind: z.literal('totp'), code: totpCode }),
  z.strictObject({ kind: z.literal('backup'), code: backupCode }),
  z.strictObject({ kind: z.literal('mail'), code: mailedCode }),
]);
export type SecondFactorProof = z.infer<typeof secondFactorProof>;

/** What the account can be asked for. `passkey`: what to ask the browser for, where there is one. */
export const secondFactorOffer = z.strictObject({
  kinds: z.array(z.enum(proofKinds)).min(1),
  passkey: passkeyRequest.optional(),
  expiresAtMs: timeMs,
});
export type SecondFactorOffer = z.infer<typeof secondFactorOffer>;

/**
 * The answer of a sign-in whose password is proven and whose second factor is not. INVARIANT: the token is good for
 * giving that factor and for nothing else.
 */
export const secondFactorNeeded = z.strictObject({
  secondFactor: secondFactorOffer.extend({ token: bytesB64(32) }),
});
