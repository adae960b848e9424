import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type MemberId, mustBeOk } from '@postern/core';
import { createAdministrationPort } from '../packages/client/src/administration/administration-port.ts';
import { nowMs, serveCrowd, type Waiting } from './crowd.ts';
import { type Measured, report, summarize } from './harness.ts';
import type { OpenClient } from './open-client.ts';
import { foundOrganization, maya, openPlace } from './place.ts';
import { processorMs, residentMB } from './processor-time.ts';
import { SeededOrganization } from './seed-organization.ts';
import { seedSessions } from './seed-sessions.ts';
import { type Crowd, requireConnections, startCrowd } from './start-crowd.ts';

/**
 * Ten thousand refused people of several organizations, each with a page that waits, on one server: what they cost while
 * nothing happens, what the others' changes cost, how soon a hundred of them are inside once somebody helped. Each account has several sessions, and each session one stream. Run with the word
 * `crowd` it is the process of those who wait.
 */
const sizes = [1000, 10_000] as const;
const most = 10_000;
/** Where the hundred are helped, and ten times as many of others keep waiting. */
const helped = 100;
const harbour = { address: 'harbour', members: 200 } as const;
const others = ['lakeside', 'hillside', 'seaside', 'roadside'].map((address) => ({ address, members: 50 }));
const rounds = 3;
const quietSeconds = 15;

interface AtSize {
  /** Milliseconds from the answer to who helped until the last of the hundred is inside. */
  readonly goIn: Measured;
  readonly bareGoIn: Measured;
  /** Processor time of a change where nobody waits. */
  readonly elsewhere: Measured;
}

if (process.argv[2] === 'crowd') serveCrowd();
else await measureAll();

async function measureAll(): Promise<void> {
  requireConnections(most);
  const place = await openPlace();
  const bare = spawn(process.execPath, [join(process.cwd(), 'bench/bare-fastify.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bareUrl = await listening(bare);
  const crowd = startCrowd();
  const bareCrowd = startCrowd();

  const { waiting, hundred } = await seed();
  const owner = await place.signIn();
  await owner.enter(harbour.address, 0);
  const idle = { ours: await settled(place.server.pid), bare: await settled(bare.pid ?? 0) };
  const alone = await changeElsewhere();

  const measured: AtSize[] = [];
  let there = 0;
  for (const size of sizes) {
    const clients = waiting.slice(there, size);
    await crowd.tell({ do: 'wait', url: place.server.url, clients }).done;
    await bareCrowd.tell({ do: 'wait', url: bareUrl, clients: clients.map(asBare) }).done;
    there = size;
    measured.push(await measureAt());
  }
  const [, large] = measured;
  const [small] = measured;
  if (small === undefined || large === undefined) throw new Error('nothing was measured');

  const resident = { ours: await settled(place.server.pid), bare: await settled(bare.pid ?? 0) };
  report('server memory, 10,000 waiting', resident.ours, 'MB', idle.ours);
  const each = (kind: 'ours' | 'bare') => ((resident[kind] - idle[kind]) / most) * 1000;
  report('server memory for one who waits', each('ours'), 'kB', each('bare'));
  await reportQuiet();
  report('change elsewhere, 10,000 waiting', large.elsewhere, 'ms', alone);
  report('remedy to the last of 100 inside', large.goIn, 'ms', large.bareGoIn);
  report(
    'growth of remedy to the last of 100 inside, 1k to 10k',
    large.goIn.median / small.goIn.median,
    'times',
    1,
  );

  crowd.stop();
  bareCrowd.stop();
  bare.kill();
  await owner.close();
  await place.stop();

  /** Founds and fills the organizations, shuts everybody out, and makes the sessions of those who wait. */
  async function seed(): Promise<{ waiting: readonly Waiting[]; hundred: readonly MemberId[] }> {
    const founder = await place.signIn();
    const { signing } = mustBeOk(founder.core.account()).opened.keys;
    const seeded: {
      address: string;
      organization: SeededOrganization;
      growTo: Parameters<SeededOrganization['growTo']>;
    }[] = [];
    for (const { address, members } of [harbour, ...others]) {
      await foundOrganization(founder, `The ${address}`, address);
      const state = founder.core.entered?.ledger.known()?.state;
      if (state === undefined) throw new Error('no ledger is known');
      const organization = new SeededOrganization(state, signing, `${address}.example`);
      seeded.push({
        address,
        organization,
        growTo: [{ members, vaults: 0, groups: 0 }, state, undefined as never],
      });
    }
    await founder.close();
    const waiting: Waiting[] = [];
    await place.whileStopped(async (db) => {
      for (const { organization, growTo } of seeded) await organization.growTo(growTo[0], growTo[1], db);
      const [first, ...rest] = seeded;
      if (first === undefined) throw new Error('nothing was seeded');
      const stay = first.organization.accounts.slice(helped);
      const places = [
        ...first.organization.accounts
          .slice(0, helped)
          .map((account) => ({ account, address: harbour.address })),
        // One of five waits where somebody is helped, whatever the size.
        ...Array.from({ length: most - helped }, (_, n) => {
          const at = n % 5 === 0 ? undefined : rest[n % rest.length];
          const accounts = at === undefined ? stay : at.organization.accounts;
          const account = accounts[Math.floor(n / 5) % accounts.length];
          if (account === undefined) throw new Error('nobody is there');
          return { account, address: at?.address ?? harbour.address };
        }),
      ];
      const tokens = await seedSessions(
        db,
        place.data,
        places.map(({ account }) => account),
      );
      for (const [n, { address }] of places.entries()) {
        const question = `/api/gate/${address}`;
        waiting.push({
          stream: `${question}/changes`,
          question,
          inside: '"allowed":true',
          token: tokens[n] ?? '',
        });
      }
    });
    const client = await place.signIn();
    for (const { address, organization } of seeded) {
      await client.enter(address, 0);
      await change(client, 'disable', organization.members);
    }
    await client.close();
    return { waiting, hundred: seeded[0]?.organization.members.slice(0, helped) ?? [] };
  }

  async function measureAt(): Promise<AtSize> {
    const goIn: number[] = [];
    const bareGoIn: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const ours = await goingIn(crowd, async () => await change(owner, 'enable', hundred));
      const base = await goingIn(bareCrowd, async () => {
        await (await fetch(`${bareUrl}/tell/${helped}`)).text();
        return nowMs();
      });
      await change(owner, 'disable', hundred);
      if (round === 0) continue;
      goIn.push(ours);
      bareGoIn.push(base);
    }
    return { goIn: summarize(goIn), bareGoIn: summarize(bareGoIn), elsewhere: await changeElsewhere() };
  }

  /** Processor time of the server for one change of Northwind's settings, where nobody waits. */
  async function changeElsewhere(): Promise<Measured> {
    const client = await place.signIn();
    await client.enter(maya.address, 0);
    const samples: number[] = [];
    for (let round = 0; round < 20; round++) {
      const before = processorMs(place.server.pid);
      mustBeOk(await client.organization.changeSettings({ sessionAgeMinutes: 10_000 + (round % 2) }));
      samples.push(processorMs(place.server.pid) - before);
    }
    await client.close();
    return summarize(samples.slice(5));
  }

  /** Processor time while nobody does anything, as for a whole minute; and the busiest second of it. */
  async function reportQuiet(): Promise<void> {
    const { pid } = place.server;
    const seconds: number[] = [];
    const from = { spentMs: processorMs(pid), atMs: nowMs() };
    for (let second = 0; second < quietSeconds; second++) {
      const before = processorMs(pid);
      await pause(1000);
      seconds.push(processorMs(pid) - before);
    }
    const minutes = (nowMs() - from.atMs) / 60_000;
    const perMinute = (processorMs(pid) - from.spentMs) / minutes;
    report('processor time for a quiet minute, 10,000 waiting', perMinute, 'ms');
    report('busiest quiet second, 10,000 waiting', Math.max(...seconds), 'ms', summarize(seconds));
  }
}

/** Milliseconds from what `help` answers to the last of the hundred inside. */
async function goingIn(crowd: Crowd, help: () => Promise<number>): Promise<number> {
  const task = crowd.tell({ do: 'go-in', count: helped });
  await task.heard;
  const helpedAtMs = await help();
  return (await task.done).lastAtMs - helpedAtMs;
}

/** Appends one event for each member, at most a hundred at once, and answers when the server had answered. */
async function change(
  client: OpenClient,
  how: 'enable' | 'disable',
  members: readonly MemberId[],
): Promise<number> {
  const { people } = createAdministrationPort(client.core);
  const original = globalThis.fetch;
  let answeredAtMs = 0;
  globalThis.fetch = async (input, init) => {
    const response = await original(input, init);
    if (init?.method === 'POST') answeredAtMs = nowMs();
    return response;
  };
  try {
    const outcomes = mustBeOk(await people[how](members));
    if (outcomes.some(({ refused }) => refused !== undefined)) throw new Error('somebody was left out');
  } finally {
    globalThis.fetch = original;
  }
  return answeredAtMs;
}

/** The same client before a server that only carries: what it listens to, and a constant in place of the gate's answer. */
function asBare({ token }: Waiting): Waiting {
  return { stream: '/events', question: '/answer', inside: '"same":true', token };
}

/** Resident memory once what was started has been collected. */
async function settled(pid: number): Promise<number> {
  await pause(2000);
  return residentMB(pid);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function listening({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    stdout?.once('data', (chunk) => resolve(String(chunk).trim()));
    stdout?.once('end', () => reject(new Error('the bare server ended')));
  });
}
