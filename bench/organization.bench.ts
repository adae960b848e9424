import type { SealedKey } from '@postern/contract';
import { encodeCanonical, type GroupId, mustBeOk, newId, type VaultId } from '@postern/core';
import {
  type AccountSecret,
  commitVaultKey,
  createAccountKeys,
  deriveSealingKey,
  drawSecret,
  unwrapVaultKey,
  type VaultKey,
  wrapVaultKey,
} from '@postern/crypto';
import { type LedgerState, parseEvent, verifyChain } from '@postern/ledger';
import { createAdministrationPort } from '../packages/client/src/administration/administration-port.ts';
import { measureChecks } from './check-access.ts';
import { draftsOf } from './drafts.ts';
import { type Measured, measure, report, summarize } from './harness.ts';
import type { OpenClient } from './open-client.ts';
import { maya, openPlace } from './place.ts';
import { processorMs } from './processor-time.ts';
import { SeededOrganization, type Size } from './seed-organization.ts';

/**
 * An organization that grows from a hundred members to a thousand, with vaults and groups in proportion, and what its
 * owner waits for, who holds every shared vault. How it grows is told in processor time of client and server together,
 * which does not grow with what else the machine does.
 */
const sizes: readonly Size[] = [
  { members: 100, vaults: 20, groups: 5 },
  { members: 300, vaults: 60, groups: 15 },
  { members: 1000, vaults: 200, groups: 50 },
];
const entriesPerVault = 5;
const rounds = 5;
const asksAtOnce = 20;

interface Cost {
  readonly wall: Measured;
  readonly processor: Measured;
}
interface Costs {
  readonly 'nothing new': Cost;
  readonly 'open from nothing': Cost;
  readonly 'open from the replica': Cost;
  readonly 'invite one': Cost;
  readonly 'remove one': Cost;
  readonly 'verify the ledger': Cost;
}
interface AtSize {
  /** Of the ledger: what all that grows here is made of. */
  readonly bytes: number;
  readonly costs: Costs;
}

const place = await openPlace();
const founder = await place.signIn();
await founder.enter(maya.address, 0);
const { signing } = mustBeOk(founder.core.account()).opened.keys;
const seeded = new SeededOrganization(stateOf(founder), signing);
await founder.close();

const measured: AtSize[] = [];
let before: Size = { members: 0, vaults: 0, groups: 0 };
for (const size of sizes) {
  await grow(before, size);
  measured.push(await measureAt(size));
  before = size;
}
await place.stop();
for (const [step, after] of measured.entries()) {
  const [smaller, small, large] = [measured[step - 1], sizes[step - 1], sizes[step]];
  if (smaller !== undefined && small !== undefined && large !== undefined) {
    reportGrowth(small, large, smaller, after);
  }
}

/** Seeds the organization up to `to`, opens it for the first time since, and fills the vaults that are new. */
async function grow(from: Size, to: Size): Promise<void> {
  const reader = await place.signIn();
  await reader.enter(maya.address, from.vaults * entriesPerVault);
  const state = stateOf(reader);
  await reader.close();
  await place.whileStopped((db) => seeded.growTo(to, state, db));

  const first = await signedIn();
  const opened = await timed(() => first.enter(maya.address, from.vaults * entriesPerVault));
  report(`first open after a start of the server, ${named(to)}`, opened.wallMs, 'ms');
  const fresh = seeded.vaults.slice(from.vaults);
  const { opener } = mustBeOk(entered(first).appender());
  const keys = await timed(() =>
    Promise.all(fresh.map(async (vault) => mustBeOk(await opener.vaultKey(vault, 1)))),
  );
  report(`open ${fresh.length} sealed keys`, keys.wallMs, 'ms', await bareOpens(fresh.length));
  await confirm(first);
  for (const vault of fresh) {
    mustBeOk(await first.vaults().addEntries(vault, draftsOf(0, entriesPerVault)));
  }
  mustBeOk(await mustBeOk(first.core.account()).state.refresh());
  await first.close();
}

async function measureAt(size: Size): Promise<AtSize> {
  const entries = size.vaults * entriesPerVault;
  let device = await signedIn();
  const fromNothing = await cost(
    () => device.enter(maya.address, entries),
    async () => {
      await device.close();
      device = await signedIn();
    },
  );
  await device.vaults().filled();
  const events = (await entered(device).ledger.events()) ?? [];
  const bareSignatures = await measure(await signaturesLike(events), rounds);
  report(`open from nothing, ${named(size)}`, fromNothing.wall, 'ms', bareSignatures);

  const fromReplica = await cost(
    () => device.enter(maya.address, entries),
    () => device.core.leave(),
  );
  const kept = await openedLike(stateOf(device));
  report(`open from the replica, ${named(size)}`, fromReplica.wall, 'ms', await measure(kept, rounds));

  // Many at once: one takes less than the scheduler tells apart.
  const still = await cost(async () => {
    for (let asked = 0; asked < asksAtOnce; asked++) mustBeOk(await device.vaults().sync());
  });
  report(`nothing new, ${named(size)}`, still.wall.median / asksAtOnce, 'ms');

  const bytes = events.reduce((sum, event) => sum + event.length, 0);
  report(`ledger, ${named(size)}`, bytes / 1e6, 'MB');
  const verified = await cost(async () => mustBeOk(await verifyChain(null, events)));
  report(`verify the ledger, ${named(size)}`, verified.wall, 'ms', bareSignatures);

  await measureChecks(device.core, seeded.vaults, named(size));
  await confirm(device);
  const { people, invitations } = createAdministrationPort(device.core);
  const groups = (Object.keys(stateOf(device).groups) as GroupId[]).slice(0, 2);
  let guests = 0;
  const sealed = countSealedKeys();
  const invite = await cost(async () => {
    guests += 1;
    const draft = {
      role: 'member' as const,
      permissions: [],
      groups,
      grants: seeded.vaults.slice(0, 3).map((vault) => ({ vault, given: 'reader' as const })),
      clients: { allowed: [], denied: [] },
      endsAtMs: null,
      delivery: 'link' as const,
      expiresInDays: 7,
    };
    const sent = await invitations.invite(`guest-${size.members}-${guests}@northwind.example`, draft);
    if (mustBeOk(sent).some((one) => !one.ok)) throw new Error('nobody was invited');
  });
  report(`invite one, ${named(size)}`, invite.wall, 'ms', await bareSeals(sealed.take() / (rounds + 1)));

  const leavers = seeded.members.filter((_, at) => at % 7 === 3);
  const remove = await cost(async () => {
    const leaver = leavers.pop();
    if (leaver === undefined) throw new Error('nobody is left to go');
    const { outcomes } = mustBeOk(await people.remove([leaver]));
    if (outcomes.some(({ refused }) => refused !== undefined)) throw new Error('somebody was not removed');
  });
  const keys = sealed.take() / (rounds + 1);
  sealed.stop();
  report(`remove one, ${named(size)}`, remove.wall, 'ms', await bareSeals(keys));
  report(`remove one, ${named(size)}, keys sealed anew`, keys, 'keys');
  await device.close();
  const costs = {
    'nothing new': still,
    'open from nothing': fromNothing,
    'open from the replica': fromReplica,
    'invite one': invite,
    'remove one': remove,
    'verify the ledger': verified,
  };
  return { bytes, costs };
}

/** A device that knows nothing of any organization, and has made its own copy of the secret, which follows a sign-in. */
async function signedIn(): Promise<OpenClient> {
  const client = await place.signIn();
  await client.core.accountCore.unlockSealed();
  return client;
}

/** What a person does who has looked through who receives keys. */
async function confirm(client: OpenClient): Promise<void> {
  mustBeOk(await entered(client).confirmRecipients(stateOf(client).head.seq));
}

function entered({ core }: OpenClient) {
  if (core.entered === undefined) throw new Error('no organization was entered');
  return core.entered;
}

async function timed(work: () => Promise<unknown>): Promise<{ wallMs: number; processorMs: number }> {
  const spent = () => processorMs(process.pid) + processorMs(place.server.pid);
  const from = spent();
  const startedMs = performance.now();
  await work();
  return { wallMs: performance.now() - startedMs, processorMs: spent() - from };
}

async function cost(
  work: () => Promise<unknown>,
  prepare: () => Promise<unknown> | unknown = () => undefined,
): Promise<Cost> {
  const wall: number[] = [];
  const processor: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await prepare();
    const took = await timed(work);
    if (round === 0) continue;
    wall.push(took.wallMs);
    processor.push(took.processorMs);
  }
  return { wall: summarize(wall), processor: summarize(processor) };
}

/** Each step against the growth of the ledger: no more than that is linear. */
function reportGrowth(small: Size, large: Size, smaller: AtSize, larger: AtSize): void {
  const allowed = larger.bytes / smaller.bytes;
  for (const [figure, now] of Object.entries(larger.costs) as [keyof Costs, Cost][]) {
    const grown = now.processor.median / smaller.costs[figure].processor.median;
    report(`growth of ${figure}, ${named(small)} to ${named(large)}`, grown, 'times', allowed);
  }
}

/** As many bare verifications as a ledger holds signatures: a join holds three. */
async function signaturesLike(events: readonly Uint8Array<ArrayBuffer>[]): Promise<() => Promise<void>> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('publicKey' in pair)) throw new Error('Ed25519 makes a pair');
  const [message] = events;
  if (message === undefined) throw new Error('a ledger without events');
  const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, message);
  const joins = events.filter((event) => mustBeOk(parseEvent(event)).payload.type === 'join').length;
  const count = events.length + 2 * joins;
  return async () => {
    const verified = Array.from({ length: count }, () =>
      crypto.subtle.verify('Ed25519', pair.publicKey, signature, message),
    );
    if (!(await Promise.all(verified)).every(Boolean)) throw new Error('a signature did not hold');
  };
}

/** Opening and parsing as many sealed bytes as the state takes. */
async function openedLike(state: LedgerState): Promise<() => Promise<void>> {
  const key = await deriveSealingKey(drawSecret<AccountSecret>(), 'replica');
  const iv = new Uint8Array(12);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encodeCanonical(state));
  return async () => {
    const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed);
    if (JSON.parse(new TextDecoder().decode(opened)) === null) throw new Error('nothing was kept');
  };
}

function contextOf(vault: VaultId) {
  const { member, organization } = seeded.owner;
  return { epoch: 1, granter: member, org: organization, recipient: `member:${member}`, vault } as const;
}

/** Milliseconds of so many keys sealed one after another, and nothing else. */
async function bareSeals(count: number): Promise<number> {
  const recipient = await createAccountKeys(newId(), Date.now());
  const key = drawSecret<VaultKey>();
  const context = contextOf(newId<VaultId>());
  return inTurn(count, () => wrapVaultKey(recipient.statement.sealingKey, context, key));
}

/** Milliseconds of so many sealed keys opened one after another, and nothing else. */
async function bareOpens(count: number): Promise<number> {
  const { sealing } = await createAccountKeys(newId(), Date.now());
  const key = drawSecret<VaultKey>();
  const context = contextOf(newId<VaultId>());
  const committed = await commitVaultKey(key, context);
  const sealed = await wrapVaultKey(sealing.publicKey, context, key);
  if (sealed === undefined) throw new Error('a key that cannot be sealed');
  return inTurn(count, () => unwrapVaultKey(sealing, context, committed, sealed));
}

/** Milliseconds of doing it so many times, all of them: the collector's work belongs to it. */
async function inTurn(count: number, work: () => Promise<unknown>): Promise<number> {
  const times = Math.ceil(count);
  await work();
  const startedMs = performance.now();
  for (let done = 0; done < times; done++) await work();
  return ((performance.now() - startedMs) / times) * count;
}

/** Counts the sealed keys that clients send, until stopped. */
function countSealedKeys(): { take: () => number; stop: () => void } {
  const original = globalThis.fetch;
  let count = 0;
  globalThis.fetch = (input, init) => {
    if (typeof init?.body === 'string' && init.body.includes('"sealedKeys"')) {
      const { sealedKeys } = JSON.parse(init.body) as { readonly sealedKeys: readonly SealedKey[] };
      count += sealedKeys.length;
    }
    return original(input, init);
  };
  return {
    take: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    stop: () => {
      globalThis.fetch = original;
    },
  };
}

function stateOf(client: OpenClient): LedgerState {
  const known = entered(client).ledger.known()?.state;
  if (known === undefined) throw new Error('no ledger is known');
  return known;
}

function named({ members }: Size): string {
  return `${members.toLocaleString('en')} members`;
}
