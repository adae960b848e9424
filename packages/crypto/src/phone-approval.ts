import {
  type AccountId,
  type Bytes,
  concatBytes,
  encodeCanonical,
  fromBase64Url,
  type HashB64,
  type KeyMethodId,
  newId,
  type PhoneApprovalId,
  randomBytes,
  toBase64Url,
} from '@postern/core';
import { commit } from './derive.ts';
import { hashB64, sha256 } from './hash.ts';
import { ObjectType } from './object-types.ts';
import { codeBytesIn } from './phone-pairing.ts';
import {
  type AccountSecret,
  type ApprovalKey,
  drawSecret,
  parseSecret,
  type SealingSeed,
} from './secrets.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed, unwrap, wrapTo } from './wrap.ts';

/**
 * A device without a key asks the account's phone for the account secret. SPEC: docs/protocol/phone.md. It makes a key pair
 * for this one question; that the phone seals to *that* key is shown by the scanned hash, or by six digits over what both
 * sides were bound to before either could see the other's part (attack row X14).
 */

/** What the asking device keeps to itself until the question ends. */
export interface Asking {
  readonly request: PhoneApprovalId;
  readonly keyPair: SealingKeyPair;
  /** SHA-256 of the key pair's public half. */
  readonly keyHash: HashB64;
  /** Authenticates the answer; goes to the phone by camera alone. */
  readonly key: ApprovalKey;
  /** Hidden in the commitment until the phone has committed itself as well. */
  readonly nonce: Bytes;
}

/** What the QR code on the asking device holds. */
export interface ApprovalCode {
  readonly request: PhoneApprovalId;
  readonly keyHash: HashB64;
  readonly key: ApprovalKey;
}

/** What a question is about, as each side knows it by itself: the account's current key statement and the key that asks. */
export interface AskedAbout {
  readonly account: AccountId;
  readonly request: PhoneApprovalId;
  readonly keyHash: HashB64;
  readonly statementHash: HashB64;
}

/** Which side of the exchange of digits. */
export type DigitsSide = 'asks' | 'answers';

const prefix = 'postern-approve-1.';
const codeBytes = 16 + 32 + 32;
/** Of a nonce that hides in a commitment. */
export const approvalNonceBytes = 32;

/** A fresh question. */
export async function drawAsking(): Promise<Asking> {
  const keyPair = await sealingKeyPairFromSeed(drawSecret<SealingSeed>());
  return {
    request: newId<PhoneApprovalId>(),
    keyPair,
    keyHash: hashB64(keyPair.publicKey),
    key: drawSecret<ApprovalKey>(),
    nonce: drawApprovalNonce(),
  };
}

export function drawApprovalNonce(): Bytes {
  return randomBytes(approvalNonceBytes);
}

/** The code as text, as a QR code holds it. */
export function writeApprovalCode({ request, keyHash, key }: ApprovalCode): string {
  const [id, hash] = [fromBase64Url(request), fromBase64Url(keyHash)];
  if (id === undefined || hash === undefined) throw new TypeError('an identifier is base64url');
  return prefix + toBase64Url(concatBytes(id, hash, key));
}

/** The code in a scanned or pasted text, or `undefined`. */
export function parseApprovalCode(text: string): ApprovalCode | undefined {
  const bytes = codeBytesIn(text, prefix, codeBytes);
  const key = bytes && parseSecret<ApprovalKey>(bytes.subarray(48, 80));
  return (
    key && {
      request: toBase64Url(bytes.subarray(0, 16)) as PhoneApprovalId,
      keyHash: toBase64Url(bytes.subarray(16, 48)) as HashB64,
      key,
    }
  );
}

/** What a side says before the other shows its nonce: it cannot choose another nonce, key or account afterwards. */
export function commitApprovalNonce(side: DigitsSide, about: AskedAbout, nonce: Uint8Array): HashB64 {
  return hashB64(
    encodeCanonical({ ...of(about), kind: 'phone-approval-nonce', nonce: toBase64Url(nonce), side }),
  );
}

/**
 * The six digits both sides compute once both nonces are shown: one in a million that those of two different questions, to
 * which each side was bound beforehand, are the same.
 */
export function approvalDigits(
  about: AskedAbout,
  nonces: { readonly asks: Uint8Array; readonly answers: Uint8Array },
): string {
  const transcript = encodeCanonical({
    ...of(about),
    answers: toBase64Url(nonces.answers),
    asks: toBase64Url(nonces.asks),
    kind: 'phone-approval-digits',
  });
  const bytes = sha256(transcript);
  // Of 2^64 values a million is a divisor up to 2^-44: no six digits are noticeably more likely than others.
  const number = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return String(number % 1_000_000n).padStart(6, '0');
}

/** The account secret for the asking device. `undefined`: what asks is no X-Wing public key. */
export function sealApproval(
  secret: AccountSecret,
  about: AskedAbout,
  by: { readonly method: KeyMethodId; readonly secretVersion: number },
  sealingKey: Bytes,
): Promise<Bytes | undefined> {
  return wrapTo(ObjectType.approvedSecret, sealingKey, contextOf(about, by), secret);
}

/** The account secret in an answer, or `undefined` without a reason. Compare its commitment before using it. */
export async function unwrapApproval(
  { keyPair }: Pick<Asking, 'keyPair'>,
  about: AskedAbout,
  by: { readonly method: KeyMethodId; readonly secretVersion: number },
  answer: Bytes,
): Promise<AccountSecret | undefined> {
  const bytes = await unwrap(ObjectType.approvedSecret, keyPair, contextOf(about, by), answer);
  return bytes && parseSecret<AccountSecret>(bytes);
}

/** What a phone says along with the account secret. */
export interface ApprovalWord {
  readonly method: KeyMethodId;
  /** Version of the key storage that the phone opened: the asking device accepts none before it. */
  readonly keyStorageVersion: number;
  /** Revision of the account state as the phone last saw it, with the same meaning. */
  readonly stateRevision: number;
  readonly answer: Bytes;
}

/** What authenticates an answer to a scanned code: a value that needs the code's key. */
export function approvalMac(key: ApprovalKey, about: AskedAbout, word: ApprovalWord): Promise<HashB64> {
  return commit(key, {
    ...of(about),
    answerHash: hashB64(word.answer),
    keyStorageVersion: word.keyStorageVersion,
    kind: 'phone-approval',
    method: word.method,
    stateRevision: word.stateRevision,
  });
}

function contextOf(
  { account, request }: AskedAbout,
  { method, secretVersion }: { readonly method: KeyMethodId; readonly secretVersion: number },
) {
  return { account, method, request, secretVersion };
}

function of({ account, request, keyHash, statementHash }: AskedAbout) {
  return { account, keyHash, request, statementHash };
}
