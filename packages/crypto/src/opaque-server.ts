import { type Bytes, type Email, fromBase64Url, ok, type Result, refuse, toBase64Url } from '@postern/core';
import { ready, server } from '@serenity-kit/opaque';
import { opaqueServerName } from './fixed-costs.ts';

/**
 * The server's side of OPAQUE (RFC 9807) and nothing else. The set-up holds the OPRF seed and the server's private
 * key: it lives outside the database, so that a stolen database alone can't be guessed against (attack row X16).
 * The credential is named by mail address, because an unknown address must give the same answer as a known one.
 */

declare const brand: unique symbol;
/** Bytes of the server's set-up; to be kept as one secret and never rotated without registering everyone anew. */
export type OpaqueServerSetup = Bytes & { readonly [brand]: 'OpaqueServerSetup' };
/** The server's half of a sign-in in progress. It gives no password away; keep it for a minute at most. */
export type OpaqueServerState = string & { readonly [brand]: 'OpaqueServerState' };

/** Lengths of the messages of RFC 9807 with ristretto255 and SHA-512, in bytes. */
const messageBytes = { registrationRequest: 32, record: 192, ke1: 96, ke3: 64 } as const;

export async function createServerSetup(): Promise<OpaqueServerSetup> {
  await ready;
  const setup = fromBase64Url(server.createSetup());
  if (setup === undefined) throw new Error('the OPAQUE library gave no set-up');
  return setup as OpaqueServerSetup;
}

/** The public key inside every record made with this set-up: names the set-up without giving it away. */
export async function serverPublicKeyOf(setup: OpaqueServerSetup): Promise<string> {
  await ready;
  return server.getPublicKey(toBase64Url(setup));
}

/** Whether the text has the length of a registration record. What is inside only its client can use. */
export function isRegistrationRecord(record: string): boolean {
  return fromBase64Url(record)?.length === messageBytes.record;
}

/** The answer to a registration request, or `opaque_malformed`. Needs no state. */
export async function registrationResponse(
  setup: OpaqueServerSetup,
  email: Email,
  request: string,
): Promise<Result<string, 'opaque_malformed'>> {
  await ready;
  if (fromBase64Url(request)?.length !== messageBytes.registrationRequest) return malformed;
  return attempt(
    () =>
      server.createRegistrationResponse({
        serverSetup: toBase64Url(setup),
        userIdentifier: email,
        registrationRequest: request,
      }).registrationResponse,
  );
}

/**
 * The first answer of a sign-in. `record` is null for an address nobody registered: the answer then looks the same,
 * costs the same work, and nobody can finish (attack row X2).
 */
export async function startLogin(
  setup: OpaqueServerSetup,
  email: Email,
  record: string | null,
  request: string,
): Promise<Result<{ readonly state: OpaqueServerState; readonly response: string }, 'opaque_malformed'>> {
  await ready;
  if (fromBase64Url(request)?.length !== messageBytes.ke1) return malformed;
  return attempt(() => {
    const { serverLoginState, loginResponse } = server.startLogin({
      serverSetup: toBase64Url(setup),
      userIdentifier: email,
      registrationRecord: record,
      startLoginRequest: request,
      identifiers: identifiersOf(email),
    });
    return { state: serverLoginState as OpaqueServerState, response: loginResponse };
  });
}

/** Whether the closing message proves the password of the record that the sign-in started with. */
export async function finishLogin(state: OpaqueServerState, email: Email, message: string): Promise<boolean> {
  await ready;
  if (fromBase64Url(message)?.length !== messageBytes.ke3) return false;
  const finished = attempt(() =>
    server.finishLogin({
      serverLoginState: state,
      finishLoginRequest: message,
      identifiers: identifiersOf(email),
    }),
  );
  return finished.ok;
}

const malformed = refuse('opaque_malformed');

function identifiersOf(email: Email) {
  return { client: email, server: opaqueServerName };
}

/** The library throws on points and proofs that do not hold; those came from outside. */
function attempt<Value>(step: () => Value): Result<Value, 'opaque_malformed'> {
  try {
    return ok(step());
  } catch {
    return malformed;
  }
}
