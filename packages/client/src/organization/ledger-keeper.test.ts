import { readLedger } from '@postern/contract';
import { type AccountId, type Email, mustBeOk, newId, ok, toBase64Url } from '@postern/core';
import {
  type AccountSecret,
  createAccountKeys,
  deriveSealingKey,
  drawSecret,
  hashB64,
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
  const sign = async (before: typeof state, sessionAgeMinutes: number) => {
    const payload = draftEvent(before, state.owner, 'settings_set', { set: { sessionAgeMinutes } }, nowMs);
    const bytes = await signObject(ObjectType.ledgerEvent, keys.signing, payload);
    return { bytes, after: mustBeOk(await verifyChain(before, [bytes])).state };
  };
  const following = (sessionAgeMinutes: number) => sign(state, sessionAgeMinutes);
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
  return { keeper, store, organization, genesis, following, sign, asked };
}

describe('a sync that is asked for while another reads', () => {
  it('reads once more, for all who asked meanwhile', async () => {
    const { keeper, genesis, following, asked } = await setUp();
    const other = await following(60);
    const first = keeper.sync();
    await expect.poll(() => asked.length).toBe(1);
    const hinted = [keeper.sync(), keeper.sync()];
    // The server answered the first before what the hints are about was appended.
    asked[0]?.answer([genesis]);
    mustBeOk(await first);
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.answer([genesis, other.bytes]);
    for (const one of hinted) mustBeOk(await one);
    expect(keeper.known()?.state.head).toEqual(other.after.head);
    expect(asked).toHaveLength(2);
  });
});

describe('an append and a sync that meet', () => {
  it('is no alarm when the sync reads what is being acknowledged', async () => {
    const { keeper, genesis, following, asked } = await setUp();
    const own = await following(60);
    const synced = keeper.sync();
    await expect.poll(() => asked.length).toBe(1);
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
    await expect.poll(() => asked.length).toBe(1);
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
    await expect.poll(() => asked.length).toBe(1);
    asked[0]?.answer([genesis, other.bytes]);
    mustBeOk(await synced);
    expect(await keeper.adopt(own.after, [own.bytes])).toMatchObject({ code: 'ledger_fork' });
    expect(keeper.known()?.state.head).toEqual(other.after.head);
  });
});

describe('a ledger on its way to the device', () => {
  it('is taken up with the events that came after the fold that was written', async () => {
    const { keeper, store, organization, genesis, following } = await setUp();
    const own = await following(60);
    mustBeOk(await keeper.adopt(own.after, [own.bytes]));
    const kept = await readKeptLedger(store, organization);
    expect(kept).toMatchObject({ state: own.after, foldSeq: 0 });
    expect(kept?.hashes).toEqual([hashB64(genesis), own.after.head.hash]);
  });

  it('is read anew where an event after the fold is not the one that was kept', async () => {
    const { keeper, store, organization, following } = await setUp();
    const own = await following(60);
    mustBeOk(await keeper.adopt(own.after, [own.bytes]));
    const [, name = ''] = await store.names(`ledger/${organization}/events/`);
    const kept = mustBeOk(await store.read(name));
    if (kept === undefined) throw new Error('the event was not kept');
    // Somewhere in its signature.
    await store.write({ seal: [[name, kept.map((byte, at) => (at === 40 ? byte ^ 1 : byte))]] });
    expect(await readKeptLedger(store, organization)).toBeUndefined();
  });

  it('has another fold once many events have come', async () => {
    const { keeper, store, organization, following, sign } = await setUp();
    const first = await following(60);
    mustBeOk(await keeper.adopt(first.after, [first.bytes]));
    let { after } = first;
    for (let n = 0; n < 60; n++) {
      const next = await sign(after, 61 + n);
      mustBeOk(await keeper.adopt(next.after, [next.bytes]));
      after = next.after;
    }
    const kept = await readKeptLedger(store, organization);
    expect(kept?.state).toEqual(after);
    expect(kept?.foldSeq).toBe(50);
    expect(await keeper.events()).toHaveLength(62);
  });
});
