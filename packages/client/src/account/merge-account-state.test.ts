import type { HashB64, MemberId, OrganizationId, VaultId } from '@postern/core';
import type { AccountState, DrawnWords, VaultKey } from '@postern/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyAccountState,
  mergeAccountStates,
  untoldRefusals,
  withAddressTurned,
  withDrawnWords,
  withKeys,
  withLedgerHead,
  withRefusal,
  withRefusalTold,
  withVaultHead,
} from './merge-account-state.ts';

/** Positions of one chain: its hash follows from its position, as in a chain that does not fork. */
const seq = fc.integer({ min: 1, max: 6 });
const org = fc.constantFrom('o1', 'o2', 'o3').map((text) => text as OrganizationId);
const vault = fc.constantFrom('v1', 'v2').map((text) => text as VaultId);
const hashAt = (name: string, at: number) => `${name}#${at}` as HashB64;

const wordsOf = (of: string, nextSeq: number, at: number): DrawnWords => ({
  answer: `answer ${nextSeq}/${at}` as HashB64,
  drawnAtMs: at,
  member: 'm' as MemberId,
  nextSeq,
  org: of as OrganizationId,
  proof: `${of} ${nextSeq}/${at}` as HashB64,
  statementHash: 's' as HashB64,
  words: ['amber', 'river', 'chair', 'seven', 'cloud', 'paper'],
});

const heads = fc
  .array(fc.record({ org, vault, ledger: seq, manifest: seq, epoch: seq }), { maxLength: 8 })
  .map((steps) =>
    steps.reduce<AccountState>((known, step) => {
      const head = {
        address: step.org,
        org: step.org,
        seq: step.ledger,
        hash: hashAt(step.org, step.ledger),
      };
      const vaultHead = {
        org: step.org,
        vault: step.vault,
        seq: step.manifest,
        hash: hashAt(step.org + step.vault, step.manifest),
      };
      const key = new Uint8Array(32).fill(step.epoch) as VaultKey;
      return withKeys(withVaultHead(withLedgerHead(known, head), vaultHead), [
        { kind: 'vault', org: step.org, vault: step.vault, epoch: step.epoch, key },
      ]);
    }, emptyAccountState),
  );

const drawn = fc.array(fc.tuple(org, fc.nat({ max: 4 }), fc.nat({ max: 12 })), { maxLength: 30 });
const refused = fc.array(
  fc.tuple(
    fc.constantFrom('s1', 's2').map((text) => text as HashB64),
    fc.nat({ max: 9 }),
    fc.boolean(),
  ),
  { maxLength: 6 },
);
const state = fc.tuple(heads, drawn, refused).map(([known, words, refusals]) =>
  refusals.reduce(
    (all, [statement, at, isTold]) =>
      isTold ? withRefusalTold(all, statement) : withRefusal(all, statement, at),
    words.reduce((all, [of, nextSeq, at]) => withDrawnWords(all, wordsOf(of, nextSeq, at)), known),
  ),
);

/** As a set: lists of a state have no order that counts. */
function plain(known: AccountState) {
  const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort();
  return {
    heads: sorted(known.heads),
    vaultHeads: sorted(known.vaultHeads),
    keyring: sorted(known.keyring),
    confirmed: sorted(known.confirmed),
    drawnWords: sorted(known.drawnWords),
    refusals: sorted(known.refusals ?? []),
    keyStorageVersion: known.keyStorageVersion,
  };
}

function merged(a: AccountState, b: AccountState): AccountState {
  const result = mergeAccountStates(a, b);
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

describe('merging what two devices know', () => {
  it('does not depend on who is first, on how often, or on the grouping', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(plain(merged(a, b))).toEqual(plain(merged(b, a)));
        expect(plain(merged(a, a))).toEqual(plain(a));
        expect(plain(merged(merged(a, b), c))).toEqual(plain(merged(a, merged(b, c))));
      }),
    );
  });

  it('never goes back: every head is at least as far, every key is still there', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const both = merged(a, b);
        for (const head of [...a.heads, ...b.heads]) {
          expect(both.heads.find((one) => one.org === head.org)?.seq).toBeGreaterThanOrEqual(head.seq);
        }
        expect(plain(both).keyring).toEqual(expect.arrayContaining(plain(a).keyring));
      }),
    );
  });

  it('keeps words until the organization is taken up, the newest eight of one member and statement', () => {
    const own = Array.from({ length: 10 }, (_, at) => wordsOf('o1', 0, at));
    const [here, there] = [own.slice(0, 6), own.slice(4)].map((some) =>
      some.reduce(withDrawnWords, emptyAccountState),
    ) as [AccountState, AccountState];
    const both = merged(here, there);
    expect(plain(both).drawnWords).toEqual(plain({ ...both, drawnWords: own.slice(2) }).drawnWords);
    const head = { address: 'acme', org: 'o1' as OrganizationId, seq: 3, hash: 'x' as HashB64 };
    expect(withLedgerHead(both, head).drawnWords).toEqual([]);
    // A device that has not heard of it has them still; together they have none.
    expect(merged(both, withLedgerHead(emptyAccountState, head)).drawnWords).toEqual([]);
    // Who knew the ledger up to there asks about what follows.
    const later = withDrawnWords(withLedgerHead(emptyAccountState, head), wordsOf('o1', 4, 1));
    expect(merged(both, later).drawnWords).toHaveLength(1);
  });

  it('stops where two devices were shown different histories', () => {
    const at = { address: 'acme', org: 'o1' as OrganizationId, seq: 3 };
    const a = withLedgerHead(emptyAccountState, { ...at, hash: 'x' as HashB64 });
    const b = withLedgerHead(emptyAccountState, { ...at, hash: 'y' as HashB64 });
    expect(mergeAccountStates(a, b)).toMatchObject({ code: 'ledger_fork' });
    const of = { org: 'o1' as OrganizationId, vault: 'v1' as VaultId, seq: 2 };
    const c = withVaultHead(emptyAccountState, { ...of, hash: 'x' as HashB64 });
    const d = withVaultHead(emptyAccountState, { ...of, hash: 'y' as HashB64 });
    expect(mergeAccountStates(c, d)).toMatchObject({ code: 'manifest_wrong' });
  });

  it('keeps the newest keys of every vault where there are more than a state can hold, in whatever order they came', () => {
    const items = Array.from({ length: 40 }, (_, epoch) =>
      Array.from({ length: 100 }, (__, at) => ({
        kind: 'vault' as const,
        org: 'o1' as OrganizationId,
        vault: `v${at}` as VaultId,
        epoch: epoch + 1,
        key: new Uint8Array(32) as VaultKey,
      })),
    ).flat();
    const one = withKeys(emptyAccountState, items);
    const other = withKeys(withKeys(emptyAccountState, items.slice(1000)), [...items].reverse());
    expect(plain(one)).toEqual(plain(other));
    expect(one.keyring).toHaveLength(3000);
    const epochs = one.keyring
      .filter((item) => item.kind === 'vault' && item.vault === 'v7')
      .map(({ epoch }) => epoch);
    expect(epochs.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, at) => at + 11));
  });

  it('forget no refusal that is still to be told, and tell none twice', () => {
    const refusal = 's1' as HashB64;
    const heads = ['o1', 'o2'].map((of) => ({
      address: of,
      hash: 'h' as HashB64,
      org: of as OrganizationId,
      seq: 1,
    }));
    const known = heads.reduce(withLedgerHead, emptyAccountState);
    const said = withRefusal(known, refusal, 5);
    const one = withRefusalTold(said, refusal, 'o1' as OrganizationId);
    expect(untoldRefusals(said)).toHaveLength(2);
    for (const both of [merged(said, one), merged(one, said), merged(merged(known, one), said)]) {
      expect(untoldRefusals(both)).toMatchObject([{ org: 'o2', statementHash: refusal }]);
    }
    expect(untoldRefusals(merged(said, withRefusalTold(said, refusal)))).toEqual([]);
  });
});

describe('an organization in the place of another that was given up', () => {
  it('is what the address leads to, on every device', () => {
    const head = (org: string, address: string, seq: number) => ({
      address,
      org: org as OrganizationId,
      seq,
      hash: hashAt(org, seq),
    });
    const known = [head('o1', 'harbour', 9), head('o2', 'quay', 4)].reduce(withLedgerHead, emptyAccountState);
    const after = withAddressTurned(known, head('o3', 'harbour', 0));
    expect(after.heads).toEqual([head('o2', 'quay', 4), { ...head('o3', 'harbour', 0), turn: 1 }]);
    expect(withAddressTurned(after, head('o3', 'harbour', 0)).heads).toEqual(after.heads);
    const later = withLedgerHead(after, head('o3', 'harbour', 5));
    expect(later.heads).toEqual([head('o2', 'quay', 4), { ...head('o3', 'harbour', 5), turn: 1 }]);
    // A device that has heard nothing of it goes on with the old one.
    const elsewhere = withLedgerHead(known, head('o1', 'harbour', 12));
    const learnt = withLedgerHead(elsewhere, head('o3', 'harbour', 7));
    for (const both of [merged(elsewhere, later), merged(later, elsewhere)]) {
      expect(both.heads.toSorted((a, b) => a.seq - b.seq)).toEqual([
        head('o2', 'quay', 4),
        { ...head('o3', 'harbour', 5), turn: 1 },
      ]);
      expect(withLedgerHead(both, head('o1', 'harbour', 13)).heads).toEqual(both.heads);
    }
    expect(merged(learnt, later).heads).toContainEqual({ ...head('o3', 'harbour', 7), turn: 1 });
    const again = withAddressTurned(later, head('o4', 'harbour', 0));
    expect(merged(again, merged(later, elsewhere)).heads).toContainEqual({
      ...head('o4', 'harbour', 0),
      turn: 2,
    });
    expect(merged(again, later).heads).toHaveLength(2);
  });
});
