import { readLedger } from '@postern/contract';
import { type AccountId, type Email, mustBeOk, newId, ok, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createAccountKeys,
  deriveSealingKey,
  drawSecret,
  ObjectType,
  signObject,
} from '@postern/crypto';
import { draftEvent, verifyChain } from '@postern/ledger';
import { describe, expect, it } from 'vitest';
import type { Api } from '../api/api.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { createSealedStore } from '../store/sealed-store.ts';
import { draftFounding } from './found-organization.ts';
import { createLedgerKeeper } from './ledger-keeper.ts';
import { keptLedgerBatch, readKeptLedger } from './ledger-records.ts';

const nowMs = Date.UTC(2026, 10, 21);

/** A keeper that knows the genesis, two events that could follow it, and a server whose answer the test gives. */
async function setUp() {
  const account = newId<AccountId>();
  const keys = await createAccountKeys(account, nowMs);
  const { genesis, organization, state } = mustBeOk(
    await draftFounding(keys, 'maya@northwind.example' as Email, 'Northwind', 'northwind', nowMs),
  );
  const following = async (sessionAgeMinutes: number) => {
    const payload = draftEvent(state, state.owner, 'settings_set', { set: { sessionAgeMinutes } }, nowMs);
    const bytes = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
    return { bytes, after: mustBeOk(await verifyChain(state, [bytes])).state };
  };
  const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'replica');
  const store = createSealedStore(createMemoryStore(), key, { account, device: 'laptop' });
  await store.write(keptLedgerBatch(organization, { state, hashes: [state.head.hash] }, [genesis]));
  const asked: { from: number; answer: (events: readonly Uint8Array<ArrayBuffer>[]) => void }[] = [];
  const call = (endpoint: unknown, input: { query: { from: number } }) =>
    new Promise((resolve) => {
      expect(endpoint).toBe(readLedger);
      const answer = (events: readonly Uint8Array<ArrayBuffer>[]) =>
        resolve(ok({ events: events.map((event) => toBase64Url(event)), more: false }));
      asked.push({ from: input.query.from, answer });
    });
  const keeper = createLedgerKeeper({
    api: { call } as unknown as Api,
    store,
    organization,
    pin: () => undefined,
    onHead: async () => {},
  });
  await keeper.load();
  return { keeper, store, organization, genesis, following, asked };
}

describe('an append and a sync that meet', () => {
  it('is no alarm when the sync reads what is being acknowledged', async () => {
    const { keeper, genesis, following, asked } = await setUp();
    const own = await following(60);
    const synced = keeper.sync();
    mustBeOk(await keeper.adopt(own.after, [own.bytes]));
    asked[0]?.answer([genesis, own.bytes]);
    // It begins again from where the append has led.
    await expect.poll(() => asked[1]?.from).toBe(1);
    asked[1]?.answer([own.bytes]);
    expect(await synced).toEqual(ok('same'));
    expect(keeper.known()?.state.head).toEqual(own.after.head);
  });

  it('takes an event up once when the sync brought it first', async () => {
    const { keeper, store, organization, genesis, following, asked } = await setUp();
    const own = await following(60);
    const synced = keeper.sync();
    asked[0]?.answer([genesis, own.bytes]);
    mustBeOk(await synced);
    mustBeOk(await keeper.adopt(own.after, [own.bytes]));
    expect((await readKeptLedger(store, organization))?.hashes).toHaveLength(2);
    expect(await keeper.events()).toEqual([genesis, own.bytes]);
  });

  it('is a fork when another event stands where the acknowledged one should', async () => {
    const { keeper, genesis, following, asked } = await setUp();
    const [own, other] = [await following(60), await following(120)];
    const synced = keeper.sync();
    asked[0]?.answer([genesis, other.bytes]);
    mustBeOk(await synced);
    expect(await keeper.adopt(own.after, [own.bytes])).toMatchObject({ code: 'ledger_fork' });
    expect(keeper.known()?.state.head).toEqual(other.after.head);
  });
});
