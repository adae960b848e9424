import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { decide } from '@postern/access';
import { encodeCanonical, type Json } from '@postern/core';
import { hashB64 } from '@postern/crypto';
import { mayaInside } from '../packages/access/src/gate/example-facts.ts';
import { draftsOf } from './drafts.ts';
import { type Measured, measure, report, summarize } from './harness.ts';
import { ask } from './load.ts';
import { maya, openPlace } from './place.ts';
import { processorMs } from './processor-time.ts';

/**
 * What every open client asks most: whether anything is new. The gate with its facts, and one indexed read. Counted in
 * answers for a second of the server's processor, beside the framework answering a constant.
 */
const count = 4000;
const connections = 16;
const rounds = 5;

const place = await openPlace();
const client = await place.signIn();
await client.enter(maya.address, 0);
await client.vaults().addEntries(client.vault(), draftsOf(0, 10));
const organization = client.core.entered?.organization;
const ledger = client.core.entered?.ledger.known()?.state.head;
const vaults = Object.fromEntries(
  client
    .vaults()
    .heads()
    .map(({ vault, head }) => [vault, head]),
);
const known = hashB64(encodeCanonical({ ledger, vaults } as Json));
const token = client.core.account();
if (!token.ok || organization === undefined) throw new Error('nobody is signed in');
const hot =
  `GET /api/organizations/${organization}/heads?known=${known} HTTP/1.1\r\n` +
  `Authorization: Bearer ${token.value.record().token}`;

const bare = spawn(process.execPath, [join(process.cwd(), 'bench/bare-fastify.mjs')], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const bareUrl = await listening(bare);

const ours: number[] = [];
const base: number[] = [];
for (let round = 0; round <= rounds; round++) {
  const hotRate = await rate(place.server.pid, place.server.url, hot);
  const bareRate = await rate(bare.pid ?? 0, bareUrl, 'GET /answer HTTP/1.1');
  if (round === 0) continue;
  ours.push(hotRate);
  base.push(bareRate);
}
bare.kill();
await client.close();
await place.stop();
report('hot path', summarize(ours), '1/s', summarize(base));

const hotMs = 1000 / summarize(ours).median;
const gateMs = (await decisions()).median;
report('gate on the hot request', hotMs, 'ms', hotMs - gateMs);

/** Answers per second of the server's processor time. */
async function rate(pid: number, url: string, head: string): Promise<number> {
  const before = processorMs(pid);
  await ask(url, head, { count, connections });
  return count / ((processorMs(pid) - before) / 1000);
}

/** Milliseconds of one decision over facts that pass every check. */
async function decisions(): Promise<Measured> {
  const times = 20_000;
  const took = await measure(() => {
    for (let n = 0; n < times; n++) {
      const facts = mayaInside();
      const { request } = facts;
      if (!decide({ ...facts, request: { ...request, nowMs: request.nowMs + n } }).ok)
        throw new Error('Maya is refused');
    }
  }, 5);
  return { ...took, median: took.median / times };
}

function listening({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    stdout?.once('data', (chunk) => resolve(String(chunk).trim()));
    stdout?.once('end', () => reject(new Error('the bare server ended')));
  });
}
