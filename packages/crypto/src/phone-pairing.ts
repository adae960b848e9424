import {
  type AccountId,
  type Bytes,
  concatBytes,
  encodeCanonical,
  equalBytes,
  fromBase64Url,
  type HashB64,
  type KeyMethodId,
  type PhonePairingId,
  toBase64Url,
} from '@postern/core';
import { commit } from './derive.ts';
import { hashB64, sha256 } from './hash.ts';
import type { KeyStatement } from './key-statement.ts';
import { createMethod, type NewMethod } from './key-storage.ts';
import { drawSecret, type MethodSeed, type PairingKey, parseSecret } from './secrets.ts';

/**
 * Pairing a phone. SPEC: docs/protocol/phone.md, docs/protocol/objects.md "Phone". The code goes from screen to camera, past
 * the server: its key authenticates the phone's answer, its hash the account's keys (attack row X4).
 */

/** What the QR code on the signed-in client holds. It is secret: whoever reads it can answer in the phone's place. */
export interface PairingCode {
  readonly account: AccountId;
  readonly pairing: PhonePairingId;
  readonly key: PairingKey;
  /** Of the account's current key statement. */
  readonly statementHash: HashB64;
}

/** What the phone answers by way of the server: a method around a seed that only the phone has. */
export interface PairingAnswer {
  readonly method: NewMethod & { readonly kind: 'phone' };
  /** How the phone names itself. */
  readonly label: string;
  readonly mac: HashB64;
}

const prefix = 'postern-pair-1.';
const idBytes = 16;
const codeBytes = idBytes + idBytes + 32 + 32;

/** A fresh code for this account's current keys. */
export function drawPairingCode(pairing: PhonePairingId, statement: KeyStatement): PairingCode {
  const { account, hash: statementHash } = statement;
  return { account, pairing, key: drawSecret<PairingKey>(), statementHash };
}

/** The code as text, as a QR code holds it. */
export function writePairingCode({ account, pairing, key, statementHash }: PairingCode): string {
  return prefix + toBase64Url(concatBytes(bytesOf(account), bytesOf(pairing), key, bytesOf(statementHash)));
}

/** The code in a scanned or pasted text, or `undefined`. What stands before a `#` is the address it was opened at. */
export function parsePairingCode(text: string): PairingCode | undefined {
  const bytes = codeBytesIn(text, prefix, codeBytes);
  if (bytes === undefined) return undefined;
  const key = parseSecret<PairingKey>(bytes.subarray(32, 64));
  return (
    key && {
      account: toBase64Url(bytes.subarray(0, 16)) as AccountId,
      pairing: toBase64Url(bytes.subarray(16, 32)) as PhonePairingId,
      key,
      statementHash: toBase64Url(bytes.subarray(64, 96)) as HashB64,
    }
  );
}

/** Bytes of exactly this length behind this prefix; a code that was opened as a link stands in its fragment. */
export function codeBytesIn(text: string, wanted: string, length: number): Bytes | undefined {
  const code = text.trim().split('#').at(-1) ?? '';
  const bytes = code.startsWith(wanted) ? fromBase64Url(code.slice(wanted.length)) : undefined;
  return bytes?.length === length ? bytes : undefined;
}

/**
 * The phone's half: a new method anchored to the keys whose statement the code names, or `undefined` when `statement`, which
 * the server handed out, is another. The seed stays on the phone.
 */
export async function answerPairing(
  code: PairingCode,
  statement: KeyStatement,
  label: string,
): Promise<{ readonly seed: MethodSeed; readonly answer: PairingAnswer } | undefined> {
  const { account, generation, signingKey } = statement;
  if (account !== code.account || statement.hash !== code.statementHash) return undefined;
  const seed = drawSecret<MethodSeed>();
  const owner = { account, generation, signing: { publicKey: signingKey } };
  const method = { ...(await createMethod('phone', seed, owner)), kind: 'phone' as const };
  return { seed, answer: { method, label, mac: await pairingMac(code, method, label) } };
}

/** What authenticates an answer: a value that needs the code's key, over everything the account is going to sign. */
export function pairingMac(
  { account, pairing, key, statementHash }: PairingCode,
  method: Pick<NewMethod, 'id' | 'sealingKey' | 'anchorHash'>,
  label: string,
): Promise<HashB64> {
  return commit(key, {
    account,
    anchorHash: method.anchorHash,
    kind: 'phone-pairing',
    label,
    method: method.id satisfies KeyMethodId,
    pairing,
    sealingKeyHash: hashB64(method.sealingKey),
    statementHash,
  });
}

/**
 * Four digits of an authenticated answer, shown by the phone and by the client that is to list it: another phone that read the
 * same code shows others, but for one in ten thousand.
 */
export function pairingDigits(mac: HashB64): string {
  const bytes = sha256(encodeCanonical({ kind: 'phone-pairing-digits', mac }));
  const number = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return String(number % 10_000n).padStart(4, '0');
}

/** Whether two hashes are the same, in a time that does not tell how far they agree. */
export function sameHash(one: HashB64, other: HashB64): boolean {
  const [left, right] = [fromBase64Url(one), fromBase64Url(other)];
  return left !== undefined && right !== undefined && equalBytes(left, right);
}

function bytesOf(id: string): Bytes {
  const bytes = fromBase64Url(id);
  if (bytes === undefined) throw new TypeError('an identifier is base64url');
  return bytes;
}
