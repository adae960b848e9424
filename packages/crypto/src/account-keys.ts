import {
  type AccountId,
  type Bytes,
  encodeCanonical,
  equalBytes,
  mustBeOk,
  parseCanonical,
  toBase64Url,
} from '@postern/core';
import { type KeyStatement, parseKeyStatement } from './key-statement.ts';
import { keySuccessionPayload } from './key-succession.ts';
import { ObjectType } from './object-types.ts';
import { deriveSealingKey, open, seal } from './seal.ts';
import { type AccountSecret, drawSecret, type SealingSeed, type SigningSeed } from './secrets.ts';
import { type SigningKey, signingKeyFromSeed, signObject } from './sign.ts';
import { base64Url, record } from './strict-shape.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed } from './wrap.ts';

/** An account's key pairs of one generation, with the statement that names their public halves. */
export interface AccountKeys {
  readonly account: AccountId;
  readonly generation: number;
  readonly signing: SigningKey;
  readonly sealing: SealingKeyPair;
  readonly statement: KeyStatement;
  /** What the bundle holds. */
  readonly seeds: { readonly signing: SigningSeed; readonly sealing: SealingSeed };
}

const readBundle = record({ sealingSeed: base64Url(32), signingSeed: base64Url(32) });

/** Fresh keys of the first generation and their self-signed statement. */
export function createAccountKeys(account: AccountId, nowMs: number): Promise<AccountKeys> {
  return drawKeys(account, 1, null, nowMs);
}

/**
 * Fresh keys of a generation after `current`, the next one where no other is named. They count once a `rekey` event that
 * `current` signs names them, or each organization has taken them by `relink` or `recover`.
 */
export function createNextAccountKeys(
  current: KeyStatement,
  nowMs: number,
  generation: number = current.generation + 1,
): Promise<AccountKeys> {
  return drawKeys(current.account, generation, current.hash, nowMs);
}

/** The private halves, sealed under the account secret. */
export async function sealBundle(
  accountSecret: AccountSecret,
  secretVersion: number,
  keys: AccountKeys,
): Promise<Bytes> {
  const { account, generation, seeds } = keys;
  const plaintext = encodeCanonical({
    sealingSeed: toBase64Url(seeds.sealing),
    signingSeed: toBase64Url(seeds.signing),
  });
  const key = await deriveSealingKey(accountSecret, 'bundle');
  return seal(ObjectType.accountBundle, key, { account, generation, secretVersion }, plaintext);
}

/**
 * The account's keys out of its bundle, or `undefined`. INVARIANT: the private halves reproduce both public keys of
 * `statement`; a bundle that opens but belongs to other keys is refused (attack row BW11).
 */
export async function openBundle(
  accountSecret: AccountSecret,
  secretVersion: number,
  statement: KeyStatement,
  bytes: Bytes,
): Promise<AccountKeys | undefined> {
  const { account, generation } = statement;
  const key = await deriveSealingKey(accountSecret, 'bundle');
  const context = { account, generation, secretVersion };
  const plaintext = await open(ObjectType.accountBundle, key, context, bytes);
  const bundle = plaintext && readBundle(parseCanonical(plaintext));
  if (bundle === undefined) return undefined;
  return keysFromSeeds(statement, {
    signing: bundle.signingSeed as SigningSeed,
    sealing: bundle.sealingSeed as SealingSeed,
  });
}

/** The account's keys of a generation out of their seeds; `undefined` where these are not the statement's. */
export async function keysFromSeeds(
  statement: KeyStatement,
  seeds: AccountKeys['seeds'],
): Promise<AccountKeys | undefined> {
  const { account, generation } = statement;
  const signing = await signingKeyFromSeed(seeds.signing);
  const sealing = await sealingKeyPairFromSeed(seeds.sealing);
  const reproduced =
    equalBytes(signing.publicKey, statement.signingKey) &&
    equalBytes(sealing.publicKey, statement.sealingKey);
  return reproduced ? { account, generation, signing, sealing, statement, seeds } : undefined;
}

/** These keys say that the statement comes after theirs. */
export function signKeySuccession(by: AccountKeys, next: KeyStatement): Promise<Bytes> {
  return signObject(ObjectType.keySuccession, by.signing, keySuccessionPayload(next));
}

async function drawKeys(
  account: AccountId,
  generation: number,
  previous: KeyStatement['previous'],
  createdAtMs: number,
): Promise<AccountKeys> {
  const seeds = { signing: drawSecret<SigningSeed>(), sealing: drawSecret<SealingSeed>() };
  const signing = await signingKeyFromSeed(seeds.signing);
  const sealing = await sealingKeyPairFromSeed(seeds.sealing);
  const bytes = await signObject(ObjectType.keyStatement, signing, {
    account,
    createdAtMs,
    generation,
    kind: 'key-statement',
    previous,
    sealingKey: toBase64Url(sealing.publicKey),
    signingKey: toBase64Url(signing.publicKey),
  });
  return {
    account,
    generation,
    signing,
    sealing,
    statement: mustBeOk(await parseKeyStatement(bytes)),
    seeds,
  };
}
