import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchOrganization } from '@postern/contract';
import { mustBeOk } from '@postern/core';
import { draftsOf } from './drafts.ts';
import { report, summarize } from './harness.ts';
import type { OpenClient } from './open-client.ts';
import { maya, openPlace } from './place.ts';
import { residentMB } from './processor-time.ts';

/** The server's own process: started and idle, then with a hundred open clients that all hear of every change. */
const clients = 100;
/** What the server allows one session. */
const streamsPerSession = 16;
const entries = 10_000;

const place = await openPlace();
const writer = await place.signIn();
await writer.enter(maya.address, 0);
mustBeOk(await writer.vaults().addEntries(writer.vault(), draftsOf(0, entries)));
await writer.close();

const idle: number[] = [];
for (let round = 0; round < 3; round++) {
  await place.restart();
  const answer = await fetch(`${place.server.url}/readyz`);
  if (!answer.ok) throw new Error('the server is not ready');
  await settle();
  idle.push(residentMB(place.server.pid));
}
report('server memory, idle', summarize(idle), 'MB', await bareMB());

const sessions: OpenClient[] = [];
for (let opened = 0; opened < clients; opened += streamsPerSession) {
  const client = await place.signIn();
  // A real client each, with its own stream and its own first sync.
  await client.enter(maya.address, entries);
  sessions.push(client);
}
const abort = new AbortController();
let heard = 0;
const [first] = sessions;
if (first === undefined) throw new Error('nobody is there');
for (let n = sessions.length; n < clients; n++) {
  const session = sessions[n % sessions.length];
  const organization = session?.core.entered?.organization;
  if (session === undefined || organization === undefined) throw new Error('nobody is there');
  const params = { organization };
  const stream = mustBeOk(await session.core.api.openStream(watchOrganization, { params }, abort.signal));
  void listen(stream);
}
for (let round = 0; round < 20; round++) {
  const [draft] = draftsOf(entries + round, entries + round + 1);
  if (draft !== undefined) await first.vaults().port.addEntry(first.vault(), draft);
}
await settle();
if (heard < 20 * (clients - sessions.length)) throw new Error(`only ${heard} changes were heard of`);
report('server memory, 100 open clients', residentMB(place.server.pid), 'MB', summarize(idle));
abort.abort();
for (const session of sessions) await session.close();
await place.stop();

async function listen(stream: ReadableStream<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of stream) {
      heard += decoder.decode(chunk, { stream: true }).split('"kind":"vault"').length - 1;
    }
  } catch {
    // The end of the measurement.
  }
}

/** The framework without anything of ours. */
async function bareMB() {
  const bare = spawn(process.execPath, [join(process.cwd(), 'bench/bare-fastify.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => bare.stdout.once('data', resolve));
  await settle();
  const resident = residentMB(bare.pid ?? 0);
  bare.kill();
  return resident;
}

/** Long enough for what a start leaves behind to be collected. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2000));
}
