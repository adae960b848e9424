import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreation,
  PasskeyRequest,
  PasskeyTransport,
} from '@postern/contract';
import { type AccountId, fromBase64Url, randomBytes, toBase64Url } from '@postern/core';
import type { VerifiedAuthenticationResponse, VerifiedRegistrationResponse } from '@simplewebauthn/server';

/**
 * SPEC: WebAuthn Level 3, sections 7.1 and 7.2. User verification is required, so a passkey is something its person has
 * and, in one gesture, is or knows. Loaded when somebody uses one: the library is 35 MB of memory.
 */
const loadWebAuthn = () => import('@simplewebauthn/server');
const loadHelpers = () => import('@simplewebauthn/server/helpers');

/** Ed25519, ES256, RS256 (RFC 9053, RFC 8812). */
const algorithms = [-8, -7, -257];
const timeoutMs = 5 * 60_000;

/** A passkey as it is stored. */
export interface StoredPasskey {
  /** base64url. */
  readonly credentialId: string;
  /** COSE_Key. */
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly transports: readonly PasskeyTransport[];
}

export function newChallenge(): string {
  return toBase64Url(randomBytes(32));
}

/** A passkey belongs to the host that people type; `origin` is the server's public one. */
function relyingPartyOf(origin: string): string {
  return new URL(origin).hostname;
}

export function passkeyRequestOptions(
  origin: string,
  challenge: string,
  passkeys: readonly StoredPasskey[],
): PasskeyRequest {
  return {
    challenge,
    rpId: relyingPartyOf(origin),
    allowCredentials: passkeys.map(descriptorOf),
    userVerification: 'required',
    timeout: timeoutMs,
  };
}

export function passkeyCreationOptions(
  origin: string,
  challenge: string,
  of: { readonly account: AccountId; readonly email: string; readonly passkeys: readonly StoredPasskey[] },
): PasskeyCreation {
  return {
    challenge,
    rp: { id: relyingPartyOf(origin), name: 'Postern' },
    user: { id: of.account, name: of.email, displayName: of.email },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: of.passkeys.map(descriptorOf),
    authenticatorSelection: {
      residentKey: 'preferred',
      requireResidentKey: false,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: timeoutMs,
  };
}

function descriptorOf({ credentialId, transports }: StoredPasskey) {
  return { type: 'public-key' as const, id: credentialId, transports: [...transports] };
}

/**
 * The new passkey in an answer to {@link passkeyCreationOptions}, or `undefined` when it is not one to this challenge,
 * from this origin, with the person verified.
 */
export async function readNewPasskey(
  origin: string,
  challenge: string,
  { id, response }: PasskeyAttestation,
): Promise<StoredPasskey | undefined> {
  const attestationObject = await withoutStatement(response.attestationObject);
  if (attestationObject === undefined) return undefined;
  const { verifyRegistrationResponse } = await loadWebAuthn();
  let verified: VerifiedRegistrationResponse;
  try {
    verified = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON: response.clientDataJSON, attestationObject },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: relyingPartyOf(origin),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
  } catch {
    // The library throws for everything it does not accept; which of it that was, nobody outside learns.
    return undefined;
  }
  if (!verified.verified) return undefined;
  const { credential } = verified.registrationInfo;
  if (credential.id !== id) return undefined;
  return {
    credentialId: id,
    publicKey: credential.publicKey,
    signCount: credential.counter,
    transports: response.transports,
  };
}

/**
 * The attestation object with its statement taken off. STRICTER: no attestation was asked for and none is believed; so
 * no certificate that somebody put into one is read, nor any address in it followed.
 */
async function withoutStatement(attestationObjectB64: string): Promise<string | undefined> {
  const bytes = fromBase64Url(attestationObjectB64);
  if (bytes === undefined) return undefined;
  const { decodeAttestationObject, isoCBOR } = await loadHelpers();
  try {
    const authData = decodeAttestationObject(bytes).get('authData');
    return toBase64Url(
      isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]) as Parameters<typeof isoCBOR.encode>[0],
      ),
    );
  } catch {
    return undefined;
  }
}

/**
 * The passkey's new count when the assertion is of this passkey, to this challenge, from this origin, with the person
 * verified; else `undefined`. A count that does not grow tells of a copied authenticator and is refused (section 7.2,
 * step 22); those that do not count at all stay at zero.
 */
export async function checkAssertion(
  origin: string,
  challenge: string,
  passkey: StoredPasskey,
  { id, response }: PasskeyAssertion,
): Promise<number | undefined> {
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  let verified: VerifiedAuthenticationResponse;
  try {
    verified = await verifyAuthenticationResponse({
      response: { id, rawId: id, type: 'public-key', response, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: relyingPartyOf(origin),
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.signCount,
      },
    });
  } catch {
    return undefined;
  }
  return verified.verified ? verified.authenticationInfo.newCounter : undefined;
}
