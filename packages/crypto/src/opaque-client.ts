import { type Bytes, type Email, fromBase64Url } from '@postern/core';
import { deriveBytes } from './derive.ts';
import { argon2Costs, opaqueServerName } from './fixed-costs.ts';
import type { MethodSeed } from './secrets.ts';
import { normalizePassword } from './typed-password.ts';

/**
 * The client's side of OPAQUE (RFC 9807). A typed password ends here: what leaves is blinded. Costs and identifiers
 * are fixed, nothing a server sends changes them (attack rows BW07, LP04, 1P04, DL04). Messages are base64url texts.
 * Finishing costs about a third of a second of Argon2id: run it in a worker.
 */

declare const brand: unique symbol;
/** 64 bytes that only this password at this server gives. */
export type OpaqueExportKey = Bytes & { readonly [brand]: 'OpaqueExportKey' };

/** The client's half of a run in progress; it holds the blinded password, keep it in memory only. */
export type OpaqueClientState = { readonly text: string; readonly [brand]: 'OpaqueClientState' };

export interface OpaqueStart {
  readonly state: OpaqueClientState;
  /** To the server. */
  readonly message: string;
}

export interface OpaqueRegistration {
  /** To the server, which keeps it. */
  readonly record: string;
  readonly exportKey: OpaqueExportKey;
  /** The server's key inside the record; a later sign-in reports the same one or the server's set-up changed. */
  readonly serverPublicKey: string;
}

export interface OpaqueLogin {
  /** To the server: proves the password. */
  readonly message: string;
  readonly exportKey: OpaqueExportKey;
  readonly serverPublicKey: string;
}

/** INVARIANT: takes nothing, so that nothing which was served can have a part in it. */
function fixedStretching() {
  const { memoryKiB: memory, iterations, parallelism } = argon2Costs;
  return { 'argon2id-custom': { memory, iterations, parallelism } };
}

/** Loaded with the first password: it is nearly as large as all that a page needs before one is typed. */
async function loadClient() {
  const { client, ready } = await import('@serenity-kit/opaque');
  await ready;
  return client;
}

/** Opens a registration: the message goes to the server, the state comes back in {@link registerFinish}. */
export async function registerStart(password: string): Promise<OpaqueStart> {
  const client = await loadClient();
  const { clientRegistrationState, registrationRequest } = client.startRegistration({
    password: normalizePassword(password),
  });
  return { state: stateOf(clientRegistrationState), message: registrationRequest };
}

/** The record and the export key, or `undefined` when the server's response is no OPAQUE message. */
export async function registerFinish(input: {
  readonly password: string;
  readonly email: Email;
  readonly state: OpaqueClientState;
  readonly response: string;
}): Promise<OpaqueRegistration | undefined> {
  const client = await loadClient();
  const finished = attempt(() =>
    client.finishRegistration({
      password: normalizePassword(input.password),
      clientRegistrationState: input.state.text,
      registrationResponse: input.response,
      identifiers: identifiersOf(input.email),
      keyStretching: fixedStretching(),
    }),
  );
  if (finished === undefined) return undefined;
  const { registrationRecord, exportKey, serverStaticPublicKey } = finished;
  return { record: registrationRecord, exportKey: keyOf(exportKey), serverPublicKey: serverStaticPublicKey };
}

/** Opens a sign-in: the message goes to the server, the state comes back in {@link loginFinish}. */
export async function loginStart(password: string): Promise<OpaqueStart> {
  const client = await loadClient();
  const { clientLoginState, startLoginRequest } = client.startLogin({
    password: normalizePassword(password),
  });
  return { state: stateOf(clientLoginState), message: startLoginRequest };
}

/**
 * The closing message and the export key, or `undefined`: a wrong password, an unknown account and a malformed
 * response are the same to the client.
 */
export async function loginFinish(input: {
  readonly password: string;
  readonly email: Email;
  readonly state: OpaqueClientState;
  readonly response: string;
}): Promise<OpaqueLogin | undefined> {
  const client = await loadClient();
  const finished = attempt(() =>
    client.finishLogin({
      password: normalizePassword(input.password),
      clientLoginState: input.state.text,
      loginResponse: input.response,
      identifiers: identifiersOf(input.email),
      keyStretching: fixedStretching(),
    }),
  );
  if (finished === undefined) return undefined;
  const { finishLoginRequest, exportKey, serverStaticPublicKey } = finished;
  return { message: finishLoginRequest, exportKey: keyOf(exportKey), serverPublicKey: serverStaticPublicKey };
}

/** The seed of the password's key-storage method. Signing in by password and keeping keys by it stay separate. */
export async function passwordMethodSeed(exportKey: OpaqueExportKey): Promise<MethodSeed> {
  return (await deriveBytes(exportKey, 'method/password')) as MethodSeed;
}

function identifiersOf(email: Email) {
  return { client: email, server: opaqueServerName };
}

function stateOf(text: string): OpaqueClientState {
  return { text } as OpaqueClientState;
}

function keyOf(exportKey: string): OpaqueExportKey {
  const bytes = fromBase64Url(exportKey);
  if (bytes?.length !== 64) throw new Error('the OPAQUE library gave no 64-byte export key');
  return bytes as OpaqueExportKey;
}

/** The library throws on messages it can't read; those came from outside, so that is an expected failure. */
function attempt<Value>(step: () => Value): Value | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}
