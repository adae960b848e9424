import type { GivenPasskey, MadePasskey, PasskeyCreation, PasskeyRequest } from '@postern/client';
import { type Bytes, fromBase64Url, toBase64Url } from '@postern/core';

/**
 * The browser's half of passkeys and security keys: WebAuthn Level 3, sections 5.1.3 and 5.1.4. Options come as JSON
 * through the port and are turned into bytes here, the same in every browser.
 */

/** Why the browser gave nothing; each has words of its own. */
export type PasskeyFailure = 'cancelled' | 'registered' | 'unsupported' | 'wrong_address' | 'failed';

export type PasskeyOutcome<Credential> =
  | { readonly ok: true; readonly credential: Credential }
  | { readonly ok: false; readonly failure: PasskeyFailure };

/** Whether this browser has passkeys at all. */
export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && navigator.credentials !== undefined;
}

/** Has the device make a passkey, or takes a security key. */
export async function makePasskey(creation: PasskeyCreation): Promise<PasskeyOutcome<MadePasskey>> {
  const publicKey = creationOptions(creation);
  if (publicKey === undefined || !hasPasskeys()) return { ok: false, failure: 'unsupported' };
  return ask(
    () => navigator.credentials.create({ publicKey }),
    (id, response) =>
      response instanceof AuthenticatorAttestationResponse
        ? {
            id,
            response: {
              clientDataJSON: textOf(response.clientDataJSON),
              attestationObject: textOf(response.attestationObject),
              transports: response.getTransports(),
            },
          }
        : undefined,
  );
}

/** Has the device sign with a passkey that the account knows. */
export async function askForPasskey(request: PasskeyRequest): Promise<PasskeyOutcome<GivenPasskey>> {
  const publicKey = requestOptions(request);
  if (publicKey === undefined || !hasPasskeys()) return { ok: false, failure: 'unsupported' };
  return ask(
    () => navigator.credentials.get({ publicKey }),
    (id, response) =>
      response instanceof AuthenticatorAssertionResponse
        ? {
            id,
            response: {
              clientDataJSON: textOf(response.clientDataJSON),
              authenticatorData: textOf(response.authenticatorData),
              signature: textOf(response.signature),
            },
          }
        : undefined,
  );
}

/** What `navigator.credentials.create` takes; `undefined` where the JSON holds something that is not base64url. */
export function creationOptions(creation: PasskeyCreation): PublicKeyCredentialCreationOptions | undefined {
  const challenge = fromBase64Url(creation.challenge);
  const userId = fromBase64Url(creation.user.id);
  const excludeCredentials = descriptors(creation.excludeCredentials);
  if (challenge === undefined || userId === undefined || excludeCredentials === undefined) return undefined;
  const { rp, user, pubKeyCredParams, authenticatorSelection, attestation, timeout } = creation;
  return {
    challenge,
    rp,
    user: { ...user, id: userId },
    pubKeyCredParams,
    excludeCredentials,
    authenticatorSelection,
    attestation,
    timeout,
  };
}

/** What `navigator.credentials.get` takes; `undefined` where the JSON holds something that is not base64url. */
export function requestOptions(request: PasskeyRequest): PublicKeyCredentialRequestOptions | undefined {
  const challenge = fromBase64Url(request.challenge);
  const allowCredentials = descriptors(request.allowCredentials);
  if (challenge === undefined || allowCredentials === undefined) return undefined;
  const { rpId, userVerification, timeout } = request;
  return { challenge, rpId, allowCredentials, userVerification, timeout };
}

type Descriptors = PasskeyRequest['allowCredentials'];

function descriptors(list: Descriptors): PublicKeyCredentialDescriptor[] | undefined {
  const parsed: PublicKeyCredentialDescriptor[] = [];
  for (const { type, id, transports } of list) {
    const bytes: Bytes | undefined = fromBase64Url(id);
    if (bytes === undefined) return undefined;
    parsed.push({
      type,
      id: bytes,
      // The DOM's type is behind the standard: it does not know smart cards yet.
      ...(transports === undefined ? {} : { transports: transports as AuthenticatorTransport[] }),
    });
  }
  return parsed;
}

/**
 * INVARIANT: of what the device answers only the named parts are read. Its extension results, which may hold a key, are
 * never looked at.
 */
async function ask<Parts>(
  ceremony: () => Promise<Credential | null>,
  read: (id: string, response: AuthenticatorResponse) => Parts | undefined,
): Promise<PasskeyOutcome<Parts>> {
  try {
    const credential = await ceremony();
    const parts =
      credential instanceof PublicKeyCredential
        ? read(textOf(credential.rawId), credential.response)
        : undefined;
    return parts === undefined ? { ok: false, failure: 'failed' } : { ok: true, credential: parts };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Browsers tell by the name of the error alone; a refusal and a time that ran out look alike on purpose. */
export function failureOf(error: unknown): PasskeyFailure {
  switch (error instanceof Error ? error.name : undefined) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'cancelled';
    case 'InvalidStateError':
      return 'registered';
    case 'NotSupportedError':
    case 'ConstraintError':
      return 'unsupported';
    case 'SecurityError':
      return 'wrong_address';
    default:
      return 'failed';
  }
}

function textOf(buffer: ArrayBuffer): string {
  return toBase64Url(new Uint8Array(buffer));
}
