import { createMemoryStore } from '@postern/client';
import { type AccountId, mustBeOk, newId } from '@postern/core';
import { type AccountSecret, deriveSealingKey, drawSecret } from '@postern/crypto';
import { verifyChain } from '@postern/ledger';
import { keptLedgerBatch, readKeptLedger } from '../packages/client/src/organization/ledger-records.ts';
import { createSealedStore } from '../packages/client/src/store/sealed-store.ts';
import { foundedBy, person } from '../packages/ledger/test/people.ts';
import { type Measured, measure, report } from './harness.ts';

/** A client that verifies a whole ledger from genesis, against nothing but its signatures. */
const maya = await person('Maya');
const chain = await foundedBy(maya);
while (chain.events.length < 10_000) {
  await chain.write(maya, 'organization_rename', { name: `Northwind ${chain.events.length}` });
}

const key = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
if (!('publicKey' in key)) throw new Error('Ed25519 makes a pair');
const message = chain.events[1] ?? new Uint8Array(500);
const signature = await crypto.subtle.sign('Ed25519', key.privateKey, message);

for (const length of [1000, 10_000]) {
  const events = chain.events.slice(0, length);
  const verified = await measure(async () => mustBeOk(await verifyChain(null, events)), 5);
  const bare = await measure(async () => {
    const held = await Promise.all(
      events.map(() => crypto.subtle.verify('Ed25519', key.publicKey, signature, message)),
    );
    if (!held.every(Boolean)) throw new Error('a signature did not hold');
  }, 5);
  report(`verify ${length.toLocaleString('en')} events`, verified, 'ms', bare);
}

/** A device that starts from the fold it kept; what that costs may not follow the length of the chain. */
const starts: Measured[] = [];
for (const length of [1000, 10_000]) {
  const events = chain.events.slice(0, length);
  const kept = mustBeOk(await verifyChain(null, events));
  const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'replica');
  const device = { account: newId<AccountId>(), device: 'bench' };
  const store = createSealedStore(createMemoryStore(), key, device);
  const { organization } = kept.state;
  await store.write(keptLedgerBatch(organization, kept, events));
  starts.push(
    await measure(async () => {
      const found = await readKeptLedger(store, organization);
      if (found?.state.head.seq !== length - 1) throw new Error('another ledger was kept');
    }, 9),
  );
}
const [short, long] = starts;
if (short === undefined || long === undefined) throw new Error('nothing was measured');
report('checkpoint start', long, 'ms', short);
