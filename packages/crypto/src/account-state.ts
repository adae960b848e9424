import {
  type Bytes,
  encodeCanonical,
  fromBase64Url,
  type GroupId,
  type HashB64,
  type MemberId,
  type OrganizationId,
  parseCanonical,
  toBase64Url,
  type VaultId,
} from '@postern/core';
import type { AccountKeys } from './account-keys.ts';
import { ObjectType, type SealedContexts } from './object-types.ts';
import { open, type SealingKey, seal } from './seal.ts';
import type { GroupKeySeed, OrganizationKeySeed, SealingSeed, SigningSeed, VaultKey } from './secrets.ts';
import { base64Url, hash, id, integer, list, oneOf, type Reader, record, text } from './strict-shape.ts';

/** A key the account has opened once and keeps, so that no device unwraps it again. */
export type KeyringItem =
  | {
      readonly kind: 'vault';
      readonly org: OrganizationId;
      readonly vault: VaultId;
      readonly epoch: number;
      readonly key: VaultKey;
    }
  | {
      readonly kind: 'group';
      readonly org: OrganizationId;
      readonly group: GroupId;
      readonly epoch: number;
      readonly key: GroupKeySeed;
    }
  | {
      readonly kind: 'organization';
      readonly org: OrganizationId;
      readonly epoch: number;
      readonly key: OrganizationKeySeed;
    };

/**
 * Six words by which this account asked an organization to be let in again (docs/protocol/re-invitation.md). Every device has
 * them, so that every one of them can tell the answer to them from one that the server made up.
 */
export interface DrawnWords {
  /** What whoever heard the words shows in the ledger. */
  readonly answer: HashB64;
  readonly drawnAtMs: number;
  readonly member: MemberId;
  /** The first position of the ledger that was not known yet: with a head there or further the words have done their work. */
  readonly nextSeq: number;
  readonly org: OrganizationId;
  /** What the request for access shows. */
  readonly proof: HashB64;
  /** Hash of the key statement that they vouch for. */
  readonly statementHash: HashB64;
  readonly words: readonly string[];
}

/**
 * That this account has said of a key statement that it is not its own, for one organization to hear (docs/protocol/re-invitation.md).
 * Whichever device comes there next tells it.
 */
export interface SaidRefusal {
  readonly atMs: number;
  readonly org: OrganizationId;
  readonly statementHash: HashB64;
  /** Whether nothing is left to tell. */
  readonly told: boolean;
}

/**
 * Keys of a generation that the account has replaced itself. An organization that has not heard of it yet knows these, and
 * they sign there that the new ones come after them (docs/protocol/key-storage.md).
 */
export interface FormerKeys {
  readonly generation: number;
  readonly seeds: AccountKeys['seeds'];
  /** Their key statement, as it was signed. */
  readonly statement: Bytes;
}

/** What every device of an account shares: opened keys and the heads below which nothing served is accepted. */
export interface AccountState {
  readonly keyStorageVersion: number;
  readonly keyring: readonly KeyringItem[];
  readonly heads: readonly {
    readonly address: string;
    readonly hash: HashB64;
    readonly org: OrganizationId;
    readonly seq: number;
    /** How often the person has turned the address from another organization to this one; absent: never. */
    readonly turn?: number;
  }[];
  readonly vaultHeads: readonly {
    readonly hash: HashB64;
    readonly org: OrganizationId;
    readonly seq: number;
    readonly vault: VaultId;
  }[];
  /** Organizations whose state a person or another device has confirmed. */
  readonly confirmed: readonly OrganizationId[];
  /** Words that wait for their answer. */
  readonly drawnWords: readonly DrawnWords[];
  /** Absent where nothing was refused. */
  readonly refusals?: readonly SaidRefusal[];
  /** Oldest first. */
  readonly formerKeys: readonly FormerKeys[];
}

const many = 100_000;
const vaultItem = record({
  epoch: integer(1),
  key: base64Url(32),
  kind: oneOf('vault'),
  org: hash<OrganizationId>(),
  vault: id<VaultId>(),
});
const groupItem = record({
  epoch: integer(1),
  group: id<GroupId>(),
  key: base64Url(32),
  kind: oneOf('group'),
  org: hash<OrganizationId>(),
});
const organizationItem = record({
  epoch: integer(1),
  key: base64Url(32),
  kind: oneOf('organization'),
  org: hash<OrganizationId>(),
});
const readItem: Reader<KeyringItem> = (json) =>
  (vaultItem(json) ?? groupItem(json) ?? organizationItem(json)) as KeyringItem | undefined;

const readWords = list(text(32), 6);
const sixWords: Reader<readonly string[]> = (json) => {
  const words = readWords(json);
  return words?.length === 6 ? words : undefined;
};
const drawnWords = record({
  answer: hash<HashB64>(),
  drawnAtMs: integer(0),
  member: id<MemberId>(),
  nextSeq: integer(0),
  org: hash<OrganizationId>(),
  proof: hash<HashB64>(),
  statementHash: hash<HashB64>(),
  words: sixWords,
});

const saidRefusal = record({
  atMs: integer(0),
  org: hash<OrganizationId>(),
  statementHash: hash<HashB64>(),
  told: oneOf(true, false),
});
const formerItem = record({
  generation: integer(1),
  sealingSeed: base64Url(32),
  signingSeed: base64Url(32),
  statement: text(4096),
});
const formerKeys: Reader<FormerKeys> = (json) => {
  const item = formerItem(json);
  const statement = item && fromBase64Url(item.statement);
  if (item === undefined || statement === undefined) return undefined;
  const seeds = { sealing: item.sealingSeed as SealingSeed, signing: item.signingSeed as SigningSeed };
  return { generation: item.generation, seeds, statement };
};

const required = {
  confirmed: list(hash<OrganizationId>(), many),
  heads: list(
    record(
      { address: text(253), hash: hash<HashB64>(), org: hash<OrganizationId>(), seq: integer(0) },
      { turn: integer(1) },
    ),
    many,
  ),
  keyring: list(readItem, many),
  keyStorageVersion: integer(1),
  v: oneOf(1),
  vaultHeads: list(
    record({ hash: hash<HashB64>(), org: hash<OrganizationId>(), seq: integer(1), vault: id<VaultId>() }),
    many,
  ),
};
// A state without words, refusals or former keys has no such field: those from before there was one are read, and written, as
// they were.
const readState = record(required, {
  drawnWords: list(drawnWords, many),
  formerKeys: list(formerKeys, many),
  refusals: list(saidRefusal, many),
});

type StateContext = SealedContexts[typeof ObjectType.accountState];

/** The account state sealed as one revision; `key` is HKDF(account secret, "state"). Throws above 1 MiB. */
export function sealAccountState(
  key: SealingKey,
  context: StateContext,
  state: AccountState,
): Promise<Bytes> {
  const words = state.drawnWords.map((one) => ({ ...one, words: [...one.words] }));
  const refusals = (state.refusals ?? []).map((one) => ({ ...one }));
  const plaintext = encodeCanonical({
    confirmed: state.confirmed,
    ...(words.length === 0 ? {} : { drawnWords: words }),
    ...(state.formerKeys.length === 0
      ? {}
      : {
          formerKeys: state.formerKeys.map(({ generation, seeds, statement }) => ({
            generation,
            sealingSeed: toBase64Url(seeds.sealing),
            signingSeed: toBase64Url(seeds.signing),
            statement: toBase64Url(statement),
          })),
        }),
    heads: state.heads.map(({ address, hash: headHash, org, seq, turn }) => ({
      address,
      hash: headHash,
      org,
      seq,
      ...(turn === undefined ? {} : { turn }),
    })),
    keyring: state.keyring.map((item) => ({ ...item, key: toBase64Url(item.key) })),
    keyStorageVersion: state.keyStorageVersion,
    ...(refusals.length === 0 ? {} : { refusals }),
    v: 1,
    vaultHeads: state.vaultHeads.map(({ hash: headHash, org, seq, vault }) => ({
      hash: headHash,
      org,
      seq,
      vault,
    })),
  });
  return seal(ObjectType.accountState, key, context, plaintext);
}

/** The account state of exactly that revision, or `undefined`. Whether the revision is recent enough, the caller knows. */
export async function openAccountState(
  key: SealingKey,
  context: StateContext,
  bytes: Bytes,
): Promise<AccountState | undefined> {
  const plaintext = await open(ObjectType.accountState, key, context, bytes);
  const state = plaintext && readState(parseCanonical(plaintext));
  if (state === undefined) return undefined;
  const { v: _v, drawnWords: words = [], formerKeys: former = [], ...fields } = state;
  return { ...fields, drawnWords: words, formerKeys: former };
}
