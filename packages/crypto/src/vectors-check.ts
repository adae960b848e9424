import {
  type Bytes,
  encodeCanonical,
  equalBytes,
  fromBase64Url,
  type HashB64,
  type Json,
  toBase64Url,
} from '@postern/core';
import { openBundle } from './account-keys.ts';
import { openAccountState } from './account-state.ts';
import { commit, type DeriveLabel, deriveBytes } from './derive.ts';
import { openDeviceUnlock } from './device-unlock.ts';
import { acceptablePublicKey } from './ed25519-checks.ts';
import { unwrapGroupKey } from './group-keys.ts';
import { hashB64 } from './hash.ts';
import { invitationKeysOf } from './invitation-keys.ts';
import { type JoinProof, joinProofMessage } from './join-proof.ts';
import { parseKeySheet } from './key-sheet.ts';
import { parseKeyStatement } from './key-statement.ts';
import { openKeyStorage, type ServedKeyStorage } from './key-storage.ts';
import { verifyKeyStorage } from './key-storage-statement.ts';
import { methodProof, passkeyMethodSeed } from './method-seed.ts';
import type {
  MethodKind,
  ObjectType,
  SealedContexts,
  SealedType,
  SignedType,
  WrappedContexts,
  WrappedType,
} from './object-types.ts';
import { loginFinish, loginStart } from './opaque-client.ts';
import { type OpaqueServerSetup, startLogin } from './opaque-server.ts';
import { pad, unpad } from './padding.ts';
import { evaluatePhone, type PhoneVector } from './phone-vectors.ts';
import { parseRecoveryCode, recoveryKeysOf } from './recovery-code.ts';
import { relinkKeyOfWords, relinkProof } from './relink-words.ts';
import { deriveSealingKey, open, type SealingLabel } from './seal.ts';
import { secretWithWords } from './secret-with-words.ts';
import type { AccountSecret, InviteSecret, MethodSeed, SealingSeed, SigningSeed } from './secrets.ts';
import { signingKeyFromSeed } from './sign.ts';
import { verifyBytes, verifySigned } from './verify-signed.ts';
import { sealingKeyPairFromSeed, unwrap } from './wrap.ts';

/**
 * The frozen vectors, checked by the code that ships, over whatever `globalThis.crypto` is: the same function runs in
 * Node and in a browser. Bytes are base64url; `expect: null` means refused.
 */
export type Vector = { readonly name: string; readonly comment?: string } & (
  | {
      readonly kind: 'derive';
      readonly secret: string;
      readonly label: DeriveLabel;
      readonly context?: string;
      readonly expect: string;
    }
  | { readonly kind: 'commit'; readonly secret: string; readonly context: Json; readonly expect: string }
  | { readonly kind: 'signing-key'; readonly seed: string; readonly expect: string }
  | { readonly kind: 'sealing-key'; readonly seed: string; readonly expectHash: string }
  | { readonly kind: 'public-key'; readonly bytes: string; readonly expect: boolean }
  | {
      readonly kind: 'verify';
      readonly type: SignedType;
      readonly publicKey: string;
      readonly bytes: string;
      readonly expect: Json;
    }
  | { readonly kind: 'key-statement'; readonly bytes: string; readonly expect: string }
  | {
      readonly kind: 'key-storage-statement';
      readonly bytes: string;
      readonly signingKey: string;
      readonly expect: string;
    }
  | {
      readonly kind: 'open';
      readonly type: SealedType;
      readonly secret: string;
      readonly label: SealingLabel;
      readonly labelContext?: string;
      readonly context: Json;
      readonly bytes: string;
      readonly expect: string | null;
    }
  | {
      readonly kind: 'unwrap';
      readonly type: WrappedType;
      readonly seed: string;
      readonly context: Json;
      readonly bytes: string;
      readonly expect: string | null;
    }
  | {
      readonly kind: 'account-state';
      readonly secret: string;
      readonly context: SealedContexts[typeof ObjectType.accountState];
      readonly bytes: string;
      readonly expect: Json;
    }
  | {
      readonly kind: 'bundle';
      readonly secret: string;
      readonly secretVersion: number;
      readonly statement: string;
      readonly bytes: string;
      readonly expect: boolean;
    }
  | {
      readonly kind: 'key-storage';
      readonly seed: string;
      readonly account: string;
      readonly method: { readonly id: string; readonly kind: MethodKind };
      readonly anchor: string;
      readonly wrap: string;
      readonly statement: string;
      readonly bundle: string;
      readonly keyStatement: string;
      readonly rekeys: readonly string[];
      readonly expect: string | null;
    }
  | {
      readonly kind: 'device-unlock';
      readonly password: string;
      readonly salt: string;
      readonly context: Json;
      readonly bytes: string;
      readonly expect: string | null;
    }
  | {
      readonly kind: 'opaque';
      readonly setup: string;
      readonly email: string;
      readonly password: string;
      readonly record: string;
      readonly expect: string | null;
    }
  | {
      readonly kind: 'pad';
      readonly content: string;
      readonly expectHash: string;
      readonly expectLength: number;
    }
  | { readonly kind: 'unpad'; readonly bytes: string; readonly expect: string | null }
  | { readonly kind: 'recovery-code'; readonly text: string; readonly expect: Json }
  | { readonly kind: 'key-sheet'; readonly text: string; readonly expect: Json }
  | { readonly kind: 'passkey-seed'; readonly prf: string; readonly expect: Json }
  | {
      readonly kind: 'invitation-keys';
      readonly secret: string;
      /** The words told another way, where there are some. */
      readonly words: string | null;
      readonly org: string;
      readonly invite: string;
      readonly expect: { readonly signingKey: string; readonly sealingKeyHash: string };
    }
  | {
      readonly kind: 'relink-words';
      readonly words: string;
      readonly org: string;
      readonly member: string;
      readonly statementHash: string;
      readonly expect: { readonly asks: string; readonly answers: string };
    }
  | {
      readonly kind: 'join-proof';
      readonly proof: Json;
      readonly publicKey: string;
      readonly signature: string;
      readonly expect: boolean;
    }
  | {
      readonly kind: 'group-key';
      readonly seed: string;
      readonly context: Json;
      readonly commit: string;
      readonly publicKey: string;
      readonly bytes: string;
      readonly expect: string | null;
    }
  | PhoneVector
);

export interface VectorOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** What was found when it was not what the vector expects; empty otherwise. */
  readonly detail: string;
}

/** One outcome per vector, in order. A thrown error is an outcome too. */
export async function checkVectors(vectors: readonly Vector[]): Promise<VectorOutcome[]> {
  const outcomes: VectorOutcome[] = [];
  for (const vector of vectors) {
    try {
      const { found, expected } = await evaluate(vector);
      const ok = equalBytes(encodeCanonical(found), encodeCanonical(expected));
      const detail = ok ? '' : `found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`;
      outcomes.push({ name: vector.name, ok, detail });
    } catch (error) {
      outcomes.push({ name: vector.name, ok: false, detail: `threw ${String(error)}` });
    }
  }
  return outcomes;
}

interface Evaluation {
  readonly found: Json;
  readonly expected: Json;
}

async function evaluate(vector: Vector): Promise<Evaluation> {
  switch (vector.kind) {
    case 'derive': {
      const derived = await deriveBytes(bytesOf(vector.secret), vector.label, vector.context);
      return { found: toBase64Url(derived), expected: vector.expect };
    }
    case 'commit':
      return { found: await commit(bytesOf(vector.secret), vector.context), expected: vector.expect };
    case 'signing-key': {
      const { publicKey } = await signingKeyFromSeed(bytesOf(vector.seed) as SigningSeed);
      return { found: toBase64Url(publicKey), expected: vector.expect };
    }
    case 'sealing-key': {
      const { publicKey } = await sealingKeyPairFromSeed(bytesOf(vector.seed) as SealingSeed);
      return { found: hashB64(publicKey), expected: vector.expectHash };
    }
    case 'public-key':
      return { found: acceptablePublicKey(bytesOf(vector.bytes)), expected: vector.expect };
    case 'pad': {
      const padded = pad(bytesOf(vector.content));
      const found = padded ? { length: padded.length, hash: hashB64(padded) } : null;
      return { found, expected: { length: vector.expectLength, hash: vector.expectHash } };
    }
    case 'unpad':
      return { found: textOf(unpad(bytesOf(vector.bytes))), expected: vector.expect };
    case 'recovery-code':
      return { found: await readRecoveryCode(vector.text), expected: vector.expect };
    case 'key-sheet':
      return { found: await readKeySheet(vector.text), expected: vector.expect };
    case 'passkey-seed': {
      const seed = await passkeyMethodSeed(bytesOf(vector.prf));
      const found = { seed: toBase64Url(seed), proof: toBase64Url(await methodProof(seed)) };
      return { found, expected: vector.expect };
    }
    case 'invitation-keys': {
      const mailed = bytesOf(vector.secret) as InviteSecret;
      const secret = vector.words === null ? mailed : await secretWithWords(mailed, vector.words);
      const keys = await invitationKeysOf(secret, vector as never);
      const found = {
        signingKey: toBase64Url(keys.signing.publicKey),
        sealingKeyHash: hashB64(keys.sealing.publicKey),
      };
      return { found, expected: vector.expect };
    }
    case 'relink-words': {
      const key = await relinkKeyOfWords(vector.words, vector as never);
      const found = {
        asks: await relinkProof(key, vector as never, 'asks'),
        answers: await relinkProof(key, vector as never, 'answers'),
      };
      return { found, expected: vector.expect };
    }
    case 'join-proof': {
      const message = joinProofMessage(vector.proof as unknown as JoinProof);
      const found = await verifyBytes(bytesOf(vector.publicKey), bytesOf(vector.signature), message);
      return { found, expected: vector.expect };
    }
    case 'group-key': {
      const pair = await sealingKeyPairFromSeed(bytesOf(vector.seed) as SealingSeed);
      const ledger = { commit: vector.commit as HashB64, publicKey: bytesOf(vector.publicKey) };
      const context = vector.context as WrappedContexts[0x24];
      const found = textOf(await unwrapGroupKey(pair, context, ledger, bytesOf(vector.bytes)));
      return { found, expected: vector.expect };
    }
    case 'verify': {
      const result = await verifySigned(bytesOf(vector.bytes), vector.type, bytesOf(vector.publicKey));
      return { found: result.ok ? { payload: result.value } : result.code, expected: vector.expect };
    }
    case 'key-statement': {
      const result = await parseKeyStatement(bytesOf(vector.bytes));
      return { found: result.ok ? result.value.hash : result.code, expected: vector.expect };
    }
    case 'key-storage-statement': {
      const result = await verifyKeyStorage(bytesOf(vector.bytes), bytesOf(vector.signingKey));
      return { found: result.ok ? result.value.hash : result.code, expected: vector.expect };
    }
    case 'pairing-code':
    case 'pairing-mac':
    case 'approval-code':
    case 'approval-commitment':
    case 'approval-digits':
    case 'approval-mac':
      return { found: await evaluatePhone(vector), expected: vector.expect };
    default:
      return { found: await openVector(vector), expected: vector.expect };
  }
}

type OpeningVector = Extract<
  Vector,
  {
    readonly kind:
      | 'open'
      | 'account-state'
      | 'unwrap'
      | 'bundle'
      | 'key-storage'
      | 'device-unlock'
      | 'opaque';
  }
>;

/** What a vector that needs a private key opens to. */
async function openVector(vector: OpeningVector): Promise<Json> {
  switch (vector.kind) {
    case 'open': {
      const key = await deriveSealingKey(bytesOf(vector.secret), vector.label, vector.labelContext);
      const context = vector.context as SealedContexts[SealedType];
      return textOf(await open(vector.type, key, context, bytesOf(vector.bytes)));
    }
    case 'unwrap': {
      const pair = await sealingKeyPairFromSeed(bytesOf(vector.seed) as SealingSeed);
      const context = vector.context as WrappedContexts[WrappedType];
      return textOf(await unwrap(vector.type, pair, context, bytesOf(vector.bytes)));
    }
    case 'account-state': {
      const key = await deriveSealingKey(bytesOf(vector.secret) as AccountSecret, 'state');
      const state = await openAccountState(key, vector.context, bytesOf(vector.bytes));
      if (state === undefined) return null;
      const formerKeys = state.formerKeys.map(({ generation, seeds, statement }) => ({
        generation,
        sealingSeed: toBase64Url(seeds.sealing),
        signingSeed: toBase64Url(seeds.signing),
        statement: toBase64Url(statement),
      }));
      return { ...state, formerKeys } as unknown as Json;
    }
    case 'bundle': {
      const statement = await parseKeyStatement(bytesOf(vector.statement));
      const secret = bytesOf(vector.secret) as AccountSecret;
      if (!statement.ok) return statement.code;
      const keys = await openBundle(secret, vector.secretVersion, statement.value, bytesOf(vector.bytes));
      return keys !== undefined;
    }
    case 'key-storage': {
      const opened = await openKeyStorage(bytesOf(vector.seed) as MethodSeed, {
        account: vector.account as ServedKeyStorage['account'],
        method: vector.method as ServedKeyStorage['method'],
        anchor: bytesOf(vector.anchor),
        wrap: bytesOf(vector.wrap),
        statement: bytesOf(vector.statement),
        bundle: bytesOf(vector.bundle),
        keyStatement: bytesOf(vector.keyStatement),
        rekeys: vector.rekeys.map(bytesOf),
      });
      return opened.ok ? toBase64Url(opened.value.accountSecret) : null;
    }
    case 'device-unlock': {
      const context = vector.context as SealedContexts[0x17];
      const unlock = { salt: bytesOf(vector.salt), sealed: bytesOf(vector.bytes) };
      return textOf(await openDeviceUnlock(vector.password, context, unlock));
    }
    case 'opaque':
      return signIn(vector);
  }
}

/** The export key that a whole sign-in against a frozen set-up and record gives. */
async function signIn(vector: Extract<Vector, { readonly kind: 'opaque' }>): Promise<Json> {
  const email = vector.email as Parameters<typeof startLogin>[1];
  const { state, message } = await loginStart(vector.password);
  const setup = bytesOf(vector.setup) as OpaqueServerSetup;
  const served = await startLogin(setup, email, vector.record, message);
  if (!served.ok) return served.code;
  const { response } = served.value;
  return textOf((await loginFinish({ password: vector.password, email, state, response }))?.exportKey);
}

async function readRecoveryCode(typed: string): Promise<Json> {
  const code = parseRecoveryCode(typed);
  if (!code.ok) return { code: code.code, group: code.params?.group ?? null };
  const keys = await recoveryKeysOf(code.value);
  return {
    version: code.value.version,
    secret: toBase64Url(code.value.secret),
    signingKey: toBase64Url(keys.signing.publicKey),
    sealingKeyHash: hashB64(keys.sealing.publicKey),
  };
}

async function readKeySheet(read: string): Promise<Json> {
  const sheet = parseKeySheet(read);
  if (!sheet.ok) return { code: sheet.code, group: sheet.params?.group ?? null };
  const { seed, seen } = sheet.value;
  const proof = toBase64Url(await methodProof(seed));
  return { seed: toBase64Url(seed), proof, seen: seen === undefined ? null : { ...seen } };
}

function bytesOf(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new Error('the vector holds text that is not base64url');
  return bytes;
}

function textOf(bytes: Bytes | undefined): string | null {
  return bytes === undefined ? null : toBase64Url(bytes);
}
