import {
  type AccountId,
  type Bytes,
  encodeCanonical,
  type HashB64,
  type KeyMethodId,
  mustBeOk,
  newId,
  ok,
  parseCanonical,
  type Refusal,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { type AccountKeys, openBundle, sealBundle } from './account-keys.ts';
import { commit, deriveBytes } from './derive.ts';
import { hashB64 } from './hash.ts';
import { type KeyStatement, parseKeyStatement } from './key-statement.ts';
import {
  type KeyStorageMethod,
  type KeyStorageStatement,
  verifyKeyStorage,
} from './key-storage-statement.ts';
import { type MethodKind, ObjectType } from './object-types.ts';
import { followRekeys } from './rekey-chain.ts';
import { deriveSealingKey, open, seal } from './seal.ts';
import { type AccountSecret, type MethodSeed, parseSecret, type SealingSeed } from './secrets.ts';
import { signObject } from './sign.ts';
import { base64Url, integer, record } from './strict-shape.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed, unwrap, wrapTo } from './wrap.ts';

/**
 * Ways to bring the account secret back on a new device. SPEC: docs/protocol/objects.md, "Key-storage methods".
 * A method is nothing but a 32-byte seed: a QR sheet, a phone or a passkey differs only in where its seed comes from.
 */

/** A method that was just made: the account secret can be wrapped to its key, and its anchor is to be stored. */
export interface NewMethod {
  readonly id: KeyMethodId;
  readonly kind: MethodKind;
  readonly sealingKey: Bytes;
  readonly anchorHash: HashB64;
  /** Under the method's own key: the account's signing key, which the server can't forge. */
  readonly anchor: Bytes;
}

/** A method as the next statement lists it: a new one, or one kept from the statement before. */
export type ListedMethod = Pick<KeyStorageMethod, 'id' | 'kind' | 'sealingKey' | 'anchorHash'>;

/** Everything that has to be stored at once when an account's key storage changes. */
export interface KeyStorageSet {
  readonly statement: KeyStorageStatement;
  readonly bundle: Bytes;
  /** One wrap of the account secret per listed method. */
  readonly wraps: readonly { readonly method: KeyMethodId; readonly wrap: Bytes }[];
  /** Anchors of new methods; those of kept methods stay as they are stored. */
  readonly anchors: readonly { readonly method: KeyMethodId; readonly anchor: Bytes }[];
  readonly accountSecret: AccountSecret;
}

/** An account's keys and secret with the verified statement they came through. */
export interface OpenedKeyStorage {
  readonly keys: AccountKeys;
  readonly accountSecret: AccountSecret;
  readonly statement: KeyStorageStatement;
}

/** What a server hands to somebody who holds one method's seed. All of it is untrusted. */
export interface ServedKeyStorage {
  readonly account: AccountId;
  readonly method: { readonly id: KeyMethodId; readonly kind: MethodKind };
  readonly anchor: Bytes;
  readonly wrap: Bytes;
  readonly statement: Bytes;
  readonly bundle: Bytes;
  readonly keyStatement: Bytes;
  /** Signed `rekey` events that lead from the anchored generation to the current one; empty when they are the same. */
  readonly rekeys: readonly Bytes[];
}

const readAnchor = record({ generation: integer(1), signingKey: base64Url(32) });

/** Whose method it is, as far as the method has to know: an account's open keys, or what its statement says of them. */
export type MethodOwner = Pick<AccountKeys, 'account' | 'generation'> & {
  readonly signing: Pick<AccountKeys['signing'], 'publicKey'>;
};

/** A new method around a seed, anchored to the account's current signing key. */
export async function createMethod(
  kind: MethodKind,
  seed: MethodSeed,
  keys: MethodOwner,
): Promise<NewMethod> {
  const id = newId<KeyMethodId>();
  const { publicKey: sealingKey } = await methodKeyPair(seed);
  const anchor = await seal(
    ObjectType.methodAnchor,
    await deriveSealingKey(seed, 'anchor'),
    { account: keys.account, method: id, methodKind: kind },
    encodeCanonical({ generation: keys.generation, signingKey: toBase64Url(keys.signing.publicKey) }),
  );
  return { id, kind, sealingKey, anchorHash: hashB64(anchor), anchor };
}

/**
 * The complete set to store for these methods: statement, bundle, and one wrap of the account secret per method.
 * `version` counts up with every statement, `secretVersion` with every new account secret. `anchors` are those of the
 * methods that are new in this set.
 */
export async function writeKeyStorage(set: {
  readonly keys: AccountKeys;
  readonly accountSecret: AccountSecret;
  readonly secretVersion: number;
  readonly version: number;
  readonly kept: readonly ListedMethod[];
  readonly added: readonly NewMethod[];
}): Promise<KeyStorageSet> {
  const { keys, accountSecret, secretVersion } = set;
  const { account, generation } = keys;
  const listed: readonly ListedMethod[] = [...set.kept, ...set.added];
  const wraps = await Promise.all(
    listed.map(async ({ id: method, kind: methodKind, sealingKey }) => {
      const context = { account, method, methodKind, secretVersion };
      const wrap = await wrapTo(ObjectType.accountSecret, sealingKey, context, accountSecret);
      if (wrap === undefined) throw new Error('a listed method has no X-Wing public key');
      return { method, wrap };
    }),
  );
  const statement = await signObject(ObjectType.keyStorage, keys.signing, {
    account,
    generation,
    kind: 'key-storage',
    methods: listed.map(({ id, kind, sealingKey, anchorHash }, at) => ({
      anchorHash,
      id,
      kind,
      sealingKey: toBase64Url(sealingKey),
      wrapHash: hashB64((wraps[at] as { wrap: Bytes }).wrap),
    })),
    secretCommit: await commitAccountSecret(accountSecret, account, secretVersion),
    secretVersion,
    version: set.version,
  });
  return {
    statement: mustBeOk(await verifyKeyStorage(statement, keys.signing.publicKey)),
    bundle: await sealBundle(accountSecret, secretVersion, keys),
    wraps,
    anchors: set.added.map(({ id: method, anchor }) => ({ method, anchor })),
    accountSecret,
  };
}

/**
 * The account's keys by way of one method's seed, or `opening_failed` without a reason. Anything missing or not
 * fitting is refused and never repaired (attack row BW11). Whether the statement's `version` is recent enough is for
 * whoever remembers one.
 */
export async function openKeyStorage(
  seed: MethodSeed,
  served: ServedKeyStorage,
): Promise<Result<OpenedKeyStorage, 'opening_failed'>> {
  const { account, method } = served;

  // 1. The anchor tells the account's signing key: only this method's seed could have sealed it.
  const anchorContext = { account, method: method.id, methodKind: method.kind };
  const anchorKey = await deriveSealingKey(seed, 'anchor');
  const plaintext = await open(ObjectType.methodAnchor, anchorKey, anchorContext, served.anchor);
  const anchored = plaintext && readAnchor(parseCanonical(plaintext));
  if (anchored === undefined) return failed;

  // 2. From there to the current signing key, which must have signed the key-storage statement.
  const current = await findCurrentStatement(anchored, served);
  if (current === undefined) return failed;
  const verified = await verifyKeyStorage(served.statement, current.signingKey);
  if (!verified.ok) return failed;
  const statement = verified.value;
  if (statement.account !== account || statement.generation !== current.generation) return failed;

  // 3. The statement lists this method with exactly this anchor and this wrap.
  const listed = statement.methods.find((one) => one.id === method.id && one.kind === method.kind);
  if (listed?.anchorHash !== hashB64(served.anchor) || listed.wrapHash !== hashB64(served.wrap))
    return failed;

  // 4. The wrap gives the account secret that the statement commits to.
  const { secretVersion } = statement;
  const secretBytes = await unwrap(
    ObjectType.accountSecret,
    await methodKeyPair(seed),
    { account, method: method.id, methodKind: method.kind, secretVersion },
    served.wrap,
  );
  const accountSecret = secretBytes && parseSecret<AccountSecret>(secretBytes);
  if (accountSecret === undefined) return failed;
  return openUnderSecret(accountSecret, current, statement, served.bundle);
}

/**
 * The account's keys by the account secret itself, which somebody brought who has it: the last steps of
 * {@link openKeyStorage}. That the key statement is the account's own, whoever brought the secret has to vouch for.
 */
export async function openByAccountSecret(
  accountSecret: AccountSecret,
  served: Pick<ServedKeyStorage, 'account' | 'statement' | 'bundle' | 'keyStatement'>,
): Promise<Result<OpenedKeyStorage, 'opening_failed'>> {
  const current = await parseKeyStatement(served.keyStatement);
  if (!current.ok || current.value.account !== served.account) return failed;
  const verified = await verifyKeyStorage(served.statement, current.value.signingKey);
  if (!verified.ok) return failed;
  const { account, generation } = verified.value;
  if (account !== served.account || generation !== current.value.generation) return failed;
  return openUnderSecret(accountSecret, current.value, verified.value, served.bundle);
}

async function openUnderSecret(
  accountSecret: AccountSecret,
  current: KeyStatement,
  statement: KeyStorageStatement,
  bundle: Bytes,
): Promise<Result<OpenedKeyStorage, 'opening_failed'>> {
  const { account, secretVersion, secretCommit } = statement;
  if ((await commitAccountSecret(accountSecret, account, secretVersion)) !== secretCommit) return failed;
  // 5. and 6. The bundle opens, and its keys reproduce the statement's public keys.
  const keys = await openBundle(accountSecret, secretVersion, current, bundle);
  return keys === undefined ? failed : ok({ keys, accountSecret, statement });
}

const failed: Refusal<'opening_failed'> = refuse('opening_failed');

/** The served key statement, if it is the anchored key's own or the rekey events lead from that key to it. */
async function findCurrentStatement(
  anchored: { readonly generation: number; readonly signingKey: Bytes },
  served: ServedKeyStorage,
): Promise<KeyStatement | undefined> {
  const parsed = await parseKeyStatement(served.keyStatement);
  if (!parsed.ok || parsed.value.account !== served.account) return undefined;
  const followed = await followRekeys(served.account, anchored, served.rekeys);
  if (followed === undefined) return undefined;
  const reaches =
    parsed.value.generation === followed.generation &&
    toBase64Url(parsed.value.signingKey) === toBase64Url(followed.signingKey) &&
    (followed.statementHash === undefined || followed.statementHash === parsed.value.hash);
  return reaches ? parsed.value : undefined;
}

async function methodKeyPair(seed: MethodSeed): Promise<SealingKeyPair> {
  return sealingKeyPairFromSeed((await deriveBytes(seed, 'sealing')) as SealingSeed);
}

function commitAccountSecret(
  secret: AccountSecret,
  account: AccountId,
  secretVersion: number,
): Promise<HashB64> {
  return commit(secret, { account, secretVersion });
}
