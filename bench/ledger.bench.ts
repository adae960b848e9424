import { mustBeOk } from '@postern/core';
import { verifyChain } from '@postern/ledger';
import { foundedBy, person } from '../packages/ledger/test/people.ts';
import { measure, report } from './harness.ts';

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
