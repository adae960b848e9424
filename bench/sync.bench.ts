import { createMemoryStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { startBareServer } from './bare-answer.ts';
import { draftsOf } from './drafts.ts';
import { measure, report, summarize } from './harness.ts';
import type { OpenClient } from './open-client.ts';
import { maya, openPlace } from './place.ts';
import { layWire, type Traffic, type Wire } from './wire.ts';

/** Two devices that are open at the same time, in a vault of ten thousand: an edit, and asking when nothing is new. */
const size = 10_000;
const scope = { kind: 'all' } as const;
const rounds = 15;

const place = await openPlace();
const wires = [await layWire(place.server.url), await layWire(place.server.url)] as const;
const laptop = await place.signIn(createMemoryStore(), wires[0].url);
await laptop.enter(maya.address, 0);
mustBeOk(await laptop.vaults().addEntries(laptop.vault(), draftsOf(0, size)));
const phone = await place.signIn(createMemoryStore(), wires[1].url);
await phone.enter(maya.address, size);
await phone.vaults().filled();
await quiet(wires);

await editToAnother(laptop, phone);
await stateAfterEdits(laptop);
await nothingNew(phone, wires[1]);

await laptop.close();
await phone.close();
for (const wire of wires) wire.close();
await place.stop();

/** From saving on one device to the list of the other; each byte of both counts, until both are silent. */
async function editToAnother(from: OpenClient, to: OpenClient): Promise<void> {
  const rows = await from.vaults().port.listEntries(scope, '');
  const tookMs: number[] = [];
  const both: Traffic[][] = [];
  for (let round = 0; round <= rounds; round++) {
    const ref = rows[round * 100];
    if (ref === undefined) throw new Error('no entry to edit');
    const { revision, ...draft } = mustBeOk(await from.vaults().port.openEntry(ref));
    for (const wire of wires) wire.take();
    const title = `Changed in round ${round}`;
    const startedMs = performance.now();
    const seen = listed(to, title);
    const edited = await from.vaults().port.editEntry(ref, revision, { ...draft, title });
    if (!edited.ok) throw new Error(`not edited: ${edited.code}`);
    await seen;
    const arrivedMs = performance.now();
    const traffic = await quiet(wires);
    if (round === 0) continue;
    tookMs.push(arrivedMs - startedMs);
    both.push(traffic);
  }
  const total = (pick: (traffic: Traffic[]) => number) => summarize(both.map(pick));
  report('edit to another open client', summarize(tookMs), 'ms', await bareRelay());
  report(
    'edit to another open client, bytes',
    total((all) => all.reduce((bytes, { up, down }) => bytes + up + down, 0)),
    'bytes',
  );
  report(
    'edit to another open client, up from the first',
    total(([first]) => first?.up ?? 0),
    'bytes',
  );
  report(
    'edit to another open client, down to the second',
    total(([, second]) => second?.down ?? 0),
    'bytes',
  );
}

/** The sealed account state with its new heads, which follows when a device has written nothing for a while. */
async function stateAfterEdits({ core }: OpenClient): Promise<void> {
  const { state } = mustBeOk(core.account());
  for (const wire of wires) wire.take();
  while (state.hasUnsent()) await new Promise((resolve) => setTimeout(resolve, 500));
  const traffic = await quiet(wires);
  report(
    'account state after any number of edits, bytes',
    traffic.reduce((bytes, { up, down }) => bytes + up + down, 0),
    'bytes',
  );
}

/** Answers once a client lists an entry of this title. */
async function listed(client: OpenClient, title: string): Promise<void> {
  let revision: number | undefined;
  let found = false;
  while (!found) {
    const { entered } = await client.until(({ entered }) => entered?.open?.revision !== revision);
    revision = entered?.open?.revision;
    const rows = await client.vaults().port.listEntries(scope, title);
    found = rows.some((row) => row.title === title);
  }
}

/** Asking whether anything is new when nothing is. */
async function nothingNew(client: OpenClient, wire: Wire): Promise<void> {
  const asked: { requests: number; body: number }[] = [];
  const original = globalThis.fetch;
  let requests = 0;
  let body = 0;
  globalThis.fetch = async (input, init) => {
    requests += 1;
    const response = await original(input, init);
    const text = await response.clone().text();
    body += text.length + String(init?.body ?? '').length;
    return response;
  };
  mustBeOk(await client.vaults().sync());
  globalThis.fetch = original;
  asked.push({ requests, body });
  report('nothing new, requests', requests, 'requests');
  report('nothing new, body', body, 'bytes');

  wire.take();
  mustBeOk(await client.vaults().sync());
  const { up, down } = wire.take();
  report('nothing new, all of it', up + down, 'bytes');

  const bare = await startBareServer(body);
  const ours = await measure(async () => mustBeOk(await client.vaults().sync()), 25);
  const base = await measure(async () => (await fetch(bare.url)).json(), 25);
  bare.close();
  report('nothing new', ours, 'ms', base);
}

/** The same way without content: a write, an event to whoever listens, and a reading of what changed. */
async function bareRelay() {
  const bare = await startBareServer(1000);
  const events = await fetch(`${bare.url}/events`);
  const reader = events.body?.getReader();
  if (reader === undefined) throw new Error('no stream');
  await reader.read();
  const written = await measure(async () => {
    const event = reader.read();
    await fetch(bare.url, { method: 'POST', body: 'x'.repeat(1000) }).then((answer) => answer.text());
    await event;
    await (await fetch(bare.url)).text();
  }, rounds);
  await reader.cancel();
  bare.close();
  return written;
}

/** What went over the lines until all of them were silent for a second: the sealed account state follows an edit. */
async function quiet(lines: readonly Wire[]): Promise<Traffic[]> {
  const sums = lines.map(() => ({ up: 0, down: 0 }));
  for (let silentMs = 0; silentMs < 1000; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    silentMs += 100;
    for (const [at, wire] of lines.entries()) {
      const { up, down } = wire.take();
      const sum = sums[at];
      if (sum === undefined || up + down === 0) continue;
      sum.up += up;
      sum.down += down;
      silentMs = 0;
    }
  }
  return sums;
}
