import type { answerPairing, BodyOf } from '@postern/contract';
import { type AccountId, encodeCanonical, type HashB64, type KeyMethodId, randomBytes } from '@postern/core';
import { type MethodSeed, parseSecret } from '@postern/crypto';

/** What a phone knows of an account it is paired with. Nothing of it is secret. */
export interface KeptPhone {
  readonly account: AccountId;
  readonly method: KeyMethodId;
  readonly email: string;
  readonly label: string;
  readonly pairedAtMs: number;
  /** `waiting`: until the other side lists the key, or until `waitsUntilMs`. */
  readonly state: 'waiting' | 'paired' | 'lost';
  readonly waitsUntilMs: number;
  /** What it answered to which code, to be sent again: without the proof, which follows from the seed. */
  readonly answered?: AnsweredCode;
  /** The server would not take the answer. It may have said so after taking it: the seed stays until its time is over. */
  readonly isRefused?: true;
  /** The digits that it exchanges, or was about to: it stays bound to its nonce when the app is started anew. */
  readonly exchange?: KeptExchange;
  readonly hasPush: boolean;
  /** The newest that this phone has seen of the account: nothing older is accepted. */
  readonly seen: { readonly keyStorageVersion: number; readonly stateRevision: number };
}

type AnswerBody = BodyOf<typeof answerPairing>;
/** A pairing and the phone's answer to it. */
export interface AnsweredCode {
  readonly pairing: AnswerBody['pairing'];
  readonly answer: Omit<AnswerBody['answer'], 'proof'>;
}

/** What a phone is bound to for one question: of use to nobody but until its nonce is shown, and to the server alone. */
export interface KeptExchange {
  /** Of the device that asks, as it was served with the question. */
  readonly asks: HashB64;
  /** The phone's own, over account, request, key and statement. */
  readonly answers: HashB64;
  readonly nonceB64: string;
}

/**
 * Where a phone keeps its keys: one seed for each method, which leaves it at no time. INVARIANT: no phone takes the place of
 * another, not even of the same account: which of them the account lists is known only once it does.
 */
export interface PhoneKeyStore {
  readonly list: () => Promise<readonly KeptPhone[]>;
  /** Keeps a phone with its seed, beside earlier ones of the same account. */
  readonly keep: (phone: KeptPhone, seed: MethodSeed) => Promise<void>;
  /** Writes a newer state of a phone that is kept; one that is not is left alone. */
  readonly update: (phone: KeptPhone) => Promise<void>;
  /** The seed, or `undefined` when there is none or it does not open. */
  readonly openSeed: (method: KeyMethodId) => Promise<MethodSeed | undefined>;
  readonly remove: (method: KeyMethodId) => Promise<void>;
  readonly close: () => void;
}

/** A seed under a key that can be used where it lies and not be read out. */
export interface SealedSeed {
  readonly key: CryptoKey;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

type Owner = Pick<KeptPhone, 'account' | 'method'>;

/**
 * Seals a seed under an AES-256-GCM key that WebCrypto does not hand out: whoever copies the store's bytes has no key, and
 * code in the page can use the key but not take it along.
 */
export async function sealSeed(owner: Owner, seed: MethodSeed): Promise<SealedSeed> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const nonce = randomBytes(12);
  const sealed = await crypto.subtle.encrypt(paramsOf(owner, nonce), key, seed);
  return { key, nonce, sealed: new Uint8Array(sealed) };
}

/** The seed, or `undefined` when it was not sealed for this phone. */
export async function openSealedSeed(
  owner: Owner,
  { key, nonce, sealed }: SealedSeed,
): Promise<MethodSeed | undefined> {
  try {
    const opened = await crypto.subtle.decrypt(paramsOf(owner, nonce), key, sealed);
    return parseSecret<MethodSeed>(new Uint8Array(opened));
  } catch {
    return undefined;
  }
}

function paramsOf({ account, method }: Owner, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encodeCanonical({ account, kind: 'phone-seed', method }) };
}
