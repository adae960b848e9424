import type { KeyMethodView } from '@postern/client';
import { type Bytes, fromBase64Url, randomBytes, toBase64Url, utf8 } from '@postern/core';
import { failureOf, hasPasskeys, type PasskeyFailure } from '../second-factor/passkey-ceremony.ts';

/**
 * Keys out of passkeys: the browser's half of WebAuthn's PRF extension (Level 3, section 10.1.4). Nothing is signed in by
 * it and nothing is verified, so the challenge is drawn here; whether it gave the right key shows when the keys open.
 */

/**
 * SPEC: docs/protocol/key-storage.md. The same input everywhere: what comes out depends on a secret that each passkey has
 * of its own.
 */
const prfInput = utf8('postern/1/key-storage/passkey');

/** `no_key`: the passkey has no PRF. */
export type KeyFailure = PasskeyFailure | 'no_key';

export interface MadeKeyPasskey {
  readonly credential: { readonly id: string; readonly transports: readonly string[] };
  /** 32 bytes; `undefined` where the passkey gives them only when it is used. */
  readonly prf: Bytes | undefined;
}

type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: KeyFailure };

/** Has the device make a passkey that can hold a key. */
export async function makeKeyPasskey(email: string): Promise<Outcome<MadeKeyPasskey>> {
  if (!hasPasskeys()) return { ok: false, failure: 'unsupported' };
  try {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: randomBytes(32),
        rp: { name: 'Postern' },
        // An id of its own, so that it takes no other passkey's place.
        user: { id: randomBytes(16), name: `${email} (keys)`, displayName: `${email} (keys)` },
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -8 },
          { type: 'public-key', alg: -257 },
        ],
        // The PRF gives something else with verification than without, so it is always asked for.
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        attestation: 'none',
        timeout: 120_000,
        extensions: { prf: { eval: { first: prfInput } } },
      },
    });
    if (!(made instanceof PublicKeyCredential)) return { ok: false, failure: 'failed' };
    const { response } = made;
    if (!(response instanceof AuthenticatorAttestationResponse)) return { ok: false, failure: 'failed' };
    const { prf } = made.getClientExtensionResults();
    const given = bytesOf(prf?.results?.first);
    if (prf?.enabled !== true && given === undefined) return { ok: false, failure: 'no_key' };
    const id = toBase64Url(new Uint8Array(made.rawId));
    return { ok: true, value: { credential: { id, transports: response.getTransports() }, prf: given } };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** Asks one of these passkeys for its key; 32 bytes. INVARIANT: they go to the client behind the port and nowhere else. */
export async function askPasskeyForKey(
  credentials: readonly NonNullable<KeyMethodView['credential']>[],
): Promise<Outcome<Bytes>> {
  if (!hasPasskeys()) return { ok: false, failure: 'unsupported' };
  const allowCredentials: PublicKeyCredentialDescriptor[] = credentials.flatMap(({ id, transports }) => {
    const bytes = fromBase64Url(id);
    // The DOM's type is behind the standard: it does not know smart cards yet.
    return bytes === undefined
      ? []
      : [{ type: 'public-key', id: bytes, transports: [...transports] as AuthenticatorTransport[] }];
  });
  try {
    const used = await navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        allowCredentials,
        userVerification: 'required',
        timeout: 120_000,
        extensions: { prf: { eval: { first: prfInput } } },
      },
    });
    if (!(used instanceof PublicKeyCredential)) return { ok: false, failure: 'failed' };
    const given = bytesOf(used.getClientExtensionResults().prf?.results?.first);
    return given === undefined ? { ok: false, failure: 'no_key' } : { ok: true, value: given };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

/** The 32 bytes of a PRF result, in memory of their own. */
function bytesOf(result: BufferSource | undefined): Bytes | undefined {
  if (result === undefined) return undefined;
  const view = ArrayBuffer.isView(result)
    ? new Uint8Array(result.buffer, result.byteOffset, result.byteLength)
    : new Uint8Array(result);
  return view.length === 32 ? new Uint8Array(view) : undefined;
}
