import {
  type AccountId,
  encodeCanonical,
  type MemberId,
  mustBeOk,
  newId,
  parseCanonical,
} from '@postern/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleSealedContexts } from '../test/sample-contexts.ts';
import {
  type AccountKeys,
  createAccountKeys,
  createNextAccountKeys,
  openBundle,
  sealBundle,
} from './account-keys.ts';
import { type AccountState, openAccountState, sealAccountState } from './account-state.ts';
import { parseKeyStatement } from './key-statement.ts';
import { ObjectType } from './object-types.ts';
import { deriveSealingKey, open, seal } from './seal.ts';
import { type AccountSecret, drawSecret, type OrganizationKeySeed, type VaultKey } from './secrets.ts';

const nowMs = 1_790_000_000_000;
const { org, vault } = sampleSealedContexts[ObjectType.epochLink];

describe('account keys', () => {
  const secret = drawSecret<AccountSecret>();
  let maya: AccountKeys;
  beforeAll(async () => {
    maya = await createAccountKeys(newId<AccountId>(), nowMs);
  });

  it('are stated by a statement that anyone can check', async () => {
    const statement = mustBeOk(await parseKeyStatement(maya.statement.bytes));
    expect(statement).toEqual(maya.statement);
    expect(statement).toMatchObject({
      account: maya.account,
      generation: 1,
      previous: null,
      createdAtMs: nowMs,
    });
    expect(statement.signingKey).toEqual(maya.signing.publicKey);
    expect(statement.sealingKey).toEqual(maya.sealing.publicKey);
  });

  it('come back from their bundle', async () => {
    const bundle = await sealBundle(secret, 1, maya);
    const opened = await openBundle(secret, 1, maya.statement, bundle);
    expect(opened?.seeds).toEqual(maya.seeds);
    expect(await openBundle(secret, 2, maya.statement, bundle)).toBeUndefined();
    expect(await openBundle(drawSecret<AccountSecret>(), 1, maya.statement, bundle)).toBeUndefined();
  });

  it('must be the ones of the statement', async () => {
    const double = await createAccountKeys(maya.account, nowMs);
    const bundle = await sealBundle(secret, 1, double);
    expect(await openBundle(secret, 1, maya.statement, bundle)).toBeUndefined();
  });

  it('of the next generation cite the one before', async () => {
    const next = await createNextAccountKeys(maya.statement, nowMs + 1);
    expect(next.statement).toMatchObject({
      generation: 2,
      previous: maya.statement.hash,
      account: maya.account,
    });
  });
});

describe('account state', () => {
  const context = sampleSealedContexts[ObjectType.accountState];
  const state: AccountState = {
    keyStorageVersion: 3,
    keyring: [
      { kind: 'vault', org, vault, epoch: 2, key: drawSecret<VaultKey>() },
      { kind: 'organization', org, epoch: 1, key: drawSecret<OrganizationKeySeed>() },
    ],
    heads: [
      { address: 'northwind', hash: org as string as AccountState['heads'][number]['hash'], org, seq: 12 },
      { address: 'quay', hash: org as string as AccountState['heads'][number]['hash'], org, seq: 2, turn: 1 },
    ],
    vaultHeads: [{ hash: org as string as AccountState['heads'][number]['hash'], org, seq: 4, vault }],
    confirmed: [org],
    drawnWords: [],
    formerKeys: [],
  };
  const hash = org as string as AccountState['heads'][number]['hash'];
  const drawn: AccountState['drawnWords'][number] = {
    answer: hash,
    drawnAtMs: 5,
    member: newId<MemberId>(),
    nextSeq: 0,
    org,
    proof: hash,
    statementHash: hash,
    words: ['amber', 'river', 'chair', 'seven', 'cloud', 'paper'],
  };

  it('comes back as that revision only', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const bytes = await sealAccountState(key, context, state);
    expect(await openAccountState(key, context, bytes)).toEqual(state);
    expect(
      await openAccountState(key, { ...context, revision: context.revision + 1 }, bytes),
    ).toBeUndefined();
  });

  it('has what it refused, and no field for it without any', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const refusals = [{ atMs: 7, org, statementHash: hash, told: false }];
    const bytes = await sealAccountState(key, context, { ...state, refusals });
    expect(await openAccountState(key, context, bytes)).toEqual({ ...state, refusals });
    expect(await openAccountState(key, context, await sealAccountState(key, context, state))).toEqual(state);
  });

  it('has the words it waits for an answer to, and no field for them without any', async () => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const withWords = { ...state, drawnWords: [drawn, { ...drawn, nextSeq: 3 }] };
    expect(await openAccountState(key, context, await sealAccountState(key, context, withWords))).toEqual(
      withWords,
    );
    const plain = await open(
      ObjectType.accountState,
      key,
      context,
      await sealAccountState(key, context, state),
    );
    expect(Object.keys(parseCanonical(plain ?? new Uint8Array(0)) ?? {})).not.toContain('drawnWords');
  });

  it.each([
    ['an unknown name', { extra: 1 }],
    ['five words', { drawnWords: [{ ...drawn, words: drawn.words.slice(1) }] }],
    ['a refusal that is not said to be told or not', { refusals: [{ atMs: 1, org, statementHash: hash }] }],
    ['words for nobody', { drawnWords: [{ ...drawn, member: null }] }],
    ['another version', { v: 2 }],
    ['a keyring item without its vault', { keyring: [{ epoch: 1, key: org, kind: 'vault', org }] }],
    [
      'a vault on an organization key',
      { keyring: [{ epoch: 1, key: org, kind: 'organization', org, vault }] },
    ],
    ['a short key', { keyring: [{ epoch: 1, key: 'AAAA', kind: 'organization', org }] }],
    ['no heads', { heads: null }],
    ['a turn that is none', { heads: [{ address: 'quay', hash: org, org, seq: 2, turn: 0 }] }],
  ])('with %s is refused', async (_what, fields) => {
    const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'state');
    const empty = { confirmed: [], heads: [], keyring: [], keyStorageVersion: 1, v: 1, vaultHeads: [] };
    const good = await seal(ObjectType.accountState, key, context, encodeCanonical(empty));
    expect(await openAccountState(key, context, good)).toBeDefined();
    const bytes = await seal(ObjectType.accountState, key, context, encodeCanonical({ ...empty, ...fields }));
    expect(await openAccountState(key, context, bytes)).toBeUndefined();
  });
});
