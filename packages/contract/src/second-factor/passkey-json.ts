import { z } from 'zod';
import { bytesB64 } from '../fields.ts';

/**
 * Passkeys and security keys as they travel: the JSON forms of WebAuthn Level 3, so that a page hands options to
 * `navigator.credentials` and answers back with no more than `parseCreationOptionsFromJSON` and `toJSON`. STRICTER: what
 * the server does not use (extension results above all) is not accepted, so no key derived from a passkey ever arrives.
 */

const credentialId = bytesB64(1023).min(1);
/** Known names only; a browser that reports others leaves them out. */
const transports = z.array(z.enum(['ble', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb', 'cable'])).max(8);
export type PasskeyTransport = z.infer<typeof transports>[number];

const credentialDescriptor = z.strictObject({
  type: z.literal('public-key'),
  id: credentialId,
  transports: transports.optional(),
});

/** `PublicKeyCredentialRequestOptionsJSON`: what `navigator.credentials.get` is asked. */
export const passkeyRequest = z.strictObject({
  challenge: bytesB64(64),
  rpId: z.string().max(253),
  allowCredentials: z.array(credentialDescriptor).max(64),
  userVerification: z.literal('required'),
  timeout: z.int().min(1),
});
export type PasskeyRequest = z.infer<typeof passkeyRequest>;

/** `PublicKeyCredentialCreationOptionsJSON`: what `navigator.credentials.create` is asked. */
export const passkeyCreation = z.strictObject({
  challenge: bytesB64(64),
  rp: z.strictObject({ id: z.string().max(253), name: z.string() }),
  user: z.strictObject({ id: bytesB64(64), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  excludeCredentials: z.array(credentialDescriptor).max(64),
  authenticatorSelection: z.strictObject({
    residentKey: z.enum(['discouraged', 'preferred', 'required']),
    requireResidentKey: z.boolean(),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
  timeout: z.int().min(1),
});
export type PasskeyCreation = z.infer<typeof passkeyCreation>;

/** The part of `AuthenticationResponseJSON` that proves something. */
export const passkeyAssertion = z.strictObject({
  id: credentialId,
  response: z.strictObject({
    clientDataJSON: bytesB64(4096),
    authenticatorData: bytesB64(4096),
    signature: bytesB64(1024),
  }),
});
export type PasskeyAssertion = z.infer<typeof passkeyAssertion>;

/** The part of `RegistrationResponseJSON` that a new passkey is read from. */
export const passkeyAttestation = z.strictObject({
  id: credentialId,
  response: z.strictObject({
    clientDataJSON: bytesB64(4096),
    attestationObject: bytesB64(16 * 1024),
    transports,
  }),
});
export type PasskeyAttestation = z.infer<typeof passkeyAttestation>;
