import type { appendLedger, BodyOf } from '@postern/contract';
import { mustBeOk, ok } from '@postern/core';
import { drawSecret, type VaultKey } from '@postern/crypto';
import { findGrant, findVault, type LedgerEvent, parseEvent, verifyChain } from '@postern/ledger';
import { beforeAll, describe, expect, it } from 'vitest';
import { anew, type Person, relinkBody } from '../../../ledger/test/people.ts';
import { type Team, team, wiki } from '../../../ledger/test/team.ts';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Appender } from '../organization/append-events.ts';
import { handOverUnasked } from './hand-over-unasked.ts';

let people: Team;
let leoAnew: Person;

beforeAll(async () => {
  people = await team();
  leoAnew = await anew(people.leo);
  await people.chain.write(people.maya, 'custodian_add', { member: people.dana.member });
});

/** What a client of `who` appends when it opens, after whoever vouched for Leo's new keys handed nothing over. */
async function appendedBy(who: Person, vouched: Person, mayGiveKeys = true): Promise<readonly LedgerEvent[]> {
  const { chain } = people;
  let state = await vouchedBy(vouched);
  const sent: LedgerEvent[] = [];
  const by = {
    organization: state.organization,
    member: who.member,
    keys: who.keys,
    clock: { nowMs: () => chain.nowMs },
    ledger: {
      known: () => ({ state, hashAt: () => undefined }),
      sync: async () => ok('same'),
      adopt: async (after: typeof state) => {
        state = after;
        return ok();
      },
    },
    opener: { vaultKey: async () => ok(drawSecret<VaultKey>()) },
    mayGiveKeys: async () => true,
    pinnedHead: () => undefined,
    api: {
      call: async (_endpoint: unknown, { body }: { readonly body: BodyOf<typeof appendLedger> }) => {
        const bytes = body.events.map(bytesOfWire);
        for (const one of bytes) sent.push(mustBeOk(parseEvent(one)).payload);
        const after = mustBeOk(await verifyChain(state, bytes)).state;
        return ok({ head: after.head });
      },
    },
  } as unknown as Appender;
  mustBeOk(await handOverUnasked(by, async () => mayGiveKeys));
  // Whoever looks again finds nothing left to do.
  const before = sent.length;
  if (before > 0) mustBeOk(await handOverUnasked(by, async () => mayGiveKeys));
  expect(sent).toHaveLength(before);
  return sent;
}

/** The ledger after somebody has linked Leo anew and handed nothing over. */
async function vouchedBy(who: Person) {
  const bytes = await people.chain.make(who, 'relink', relinkBody(leoAnew));
  const { state } = mustBeOk(await verifyChain(people.chain.current, [bytes]));
  const vault = findVault(state, wiki);
  expect(vault && findGrant(vault, people.leo.member)?.waits).toBe(true);
  return state;
}

describe('handing over unasked', () => {
  it('gives what a member waits for whose keys a custodian vouched for', async () => {
    expect(await appendedBy(people.maya, people.dana)).toMatchObject([
      {
        type: 'link_confirm',
        body: { member: people.leo.member, statementHash: leoAnew.keys.statement.hash, vaults: [wiki] },
      },
    ]);
  });

  it('gives nothing where somebody else vouched, by who holds none of it, or on a device that may not', async () => {
    expect(await appendedBy(people.maya, people.ines)).toEqual([]);
    expect(await appendedBy(people.kim, people.dana)).toEqual([]);
    expect(await appendedBy(people.maya, people.dana, false)).toEqual([]);
  });
});
