import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDiskStore } from '@postern/client/node';
import { mustBeOk } from '@postern/core';
import { draftsOf } from './drafts.ts';
import { type Measured, measure, report, summarize } from './harness.ts';
import { type OpenClient, openClient } from './open-client.ts';
import { maya, openPlace } from './place.ts';
import { headerLengths, sealedLike } from './raw-crypto.ts';
import { layWire } from './wire.ts';

/**
 * One vault that grows from a thousand entries to a hundred thousand, and at each size what a member waits for. Run
 * with `memory <url> <entries>` it is the client whose memory is measured.
 */
const sizes = [1000, 10_000, 100_000] as const;
const scope = { kind: 'all' } as const;
/** What somebody types; each letter is a search over everything. */
const typed = 'harbour p';

interface AtSize {
  readonly 'first sync': Measured;
  readonly 'list from the replica': Measured;
  readonly 'search keystroke': Measured;
  readonly 'edit one entry': Measured;
  readonly 'client memory': Measured;
}

if (process.argv[2] === 'memory') await holdEntries(process.argv[3] ?? '', Number(process.argv[4]));
else await grow();

async function grow(): Promise<void> {
  const place = await openPlace();
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-devices-'));
  const measured: AtSize[] = [];
  try {
    for (const [step, size] of sizes.entries()) {
      const writer = await place.signIn();
      await writer.enter(maya.address, sizes[step - 1] ?? 0);
      mustBeOk(await writer.vaults().addEntries(writer.vault(), draftsOf(sizes[step - 1] ?? 0, size)));
      const lengths = await headerLengths(writer);
      await writer.close();
      measured.push(await measureAt(size, lengths));
    }
  } finally {
    await place.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [step, after] of measured.entries()) {
    const before = measured[step - 1];
    if (before !== undefined) reportGrowth(step, before, after);
  }

  async function measureAt(size: number, lengths: readonly number[]): Promise<AtSize> {
    const named = (figure: string) => `${figure}, ${size / 1000}k`;
    const raw = await sealedLike(lengths, size);
    const bare = await measure(raw, 5);
    const rounds = size > 10_000 ? 2 : 5;
    const syncs: number[] = [];
    let device: OpenClient | undefined;
    const wire = await layWire(place.server.url);
    for (let round = 0; round <= rounds; round++) {
      await device?.close();
      device = await place.signIn(openDiskStore(join(folder, `${size}-${round}.db`)), wire.url);
      wire.take();
      const startedMs = performance.now();
      await device.enter(maya.address, size);
      const tookMs = performance.now() - startedMs;
      const listed = wire.take();
      await device.vaults().filled();
      const bodies = wire.take();
      if (round > 0) syncs.push(tookMs);
      else {
        report(`${named('first sync')}, down`, listed.down / 1e6, 'MB', sum(lengths, size) / 1e6);
        report(`${named('first sync')}, bodies after it`, bodies.down / 1e6, 'MB');
      }
    }
    if (device === undefined) throw new Error('no device');
    const sync = summarize(syncs);
    report(named('first sync'), sync, 'ms', bare);

    const { core } = device;
    const open = await measure(
      () => device?.enter(maya.address, size),
      rounds,
      () => core.leave(),
    );
    report(named('list from the replica, Node'), open, 'ms', bare);

    const keystroke = await measureSearch(device, size);
    report(named('search keystroke'), keystroke.ours, 'ms', keystroke.bare);

    const edit = await measureEdit(device, size);
    report(named('edit one entry'), edit, 'ms');
    await device.close();
    wire.close();

    const memory = await measureMemory(place.server.url, size);
    report(named('client memory'), memory, 'MB', sum(lengths, size) / 1e6);
    return {
      'first sync': sync,
      'list from the replica': open,
      'search keystroke': keystroke.ours,
      'edit one entry': edit,
      'client memory': memory,
    };
  }
}

/** The slowest letter of a word that is typed, against a bare scan over the same texts. */
async function measureSearch(client: OpenClient, size: number) {
  const { port } = client.vaults();
  const slowest: number[] = [];
  const scans: number[] = [];
  const texts = draftsOf(0, size).map(({ title, user, urls, tags }) =>
    [title, user, ...urls, ...tags].join('\n').toLowerCase(),
  );
  for (let round = 0; round < 10; round++) {
    await port.listEntries(scope, '');
    const letters: number[] = [];
    for (let end = 1; end <= typed.length; end++) {
      const startedMs = performance.now();
      const rows = await port.listEntries(scope, typed.slice(0, end));
      letters.push(performance.now() - startedMs);
      if (rows.length === 0) throw new Error('a search that finds nothing');
    }
    const startedMs = performance.now();
    const found = texts.filter((text) => text.includes(typed.slice(0, 1)));
    const scannedMs = performance.now() - startedMs;
    if (found.length === 0) throw new Error('a scan that finds nothing');
    if (round === 0) continue;
    slowest.push(Math.max(...letters));
    scans.push(scannedMs);
  }
  return { ours: summarize(slowest), bare: summarize(scans) };
}

/** From saving to the server's acknowledgement, kept on the device. */
async function measureEdit(client: OpenClient, size: number): Promise<Measured> {
  const { port } = client.vaults();
  const rows = await port.listEntries(scope, '');
  let at = 0;
  return measure(
    async ({ revision, ref, draft }) => {
      const edited = await port.editEntry(ref, revision, draft);
      if (!edited.ok) throw new Error(`not edited: ${edited.code}`);
    },
    9,
    async () => {
      at += 7;
      const ref = rows[at % size];
      if (ref === undefined) throw new Error('no entry to edit');
      const { revision, ...draft } = mustBeOk(await port.openEntry(ref));
      return { revision, ref, draft: { ...draft, notes: `Changed for the ${at}th time.` } };
    },
  );
}

/** What a client's process grows by from signed in to everything listed and on its device. */
async function measureMemory(url: string, size: number): Promise<Measured> {
  const samples: number[] = [];
  for (let round = 0; round < (size > 10_000 ? 1 : 3); round++) {
    const program = process.argv[1] ?? '';
    const child = spawn(process.execPath, ['--expose-gc', program, 'memory', url, String(size)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`the client ended with ${code}`);
    samples.push(Number(said));
  }
  return summarize(samples);
}

/** Signs in, reads everything, and says by how many megabytes it grew. */
async function holdEntries(url: string, size: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-memory-'));
  const client = await openClient(url, openDiskStore(join(folder, 'device.db')));
  mustBeOk(await client.account.signIn(maya.email, maya.password));
  const beforeMB = settledMB();
  await client.enter(maya.address, size);
  await client.vaults().filled();
  const grownMB = settledMB() - beforeMB;
  await client.close();
  rmSync(folder, { recursive: true, force: true });
  process.stdout.write(String(grownMB));
}

function settledMB(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage.rss() / 1e6;
}

/** Each step of ten against what n log n would grow by. */
function reportGrowth(step: number, before: AtSize, after: AtSize): void {
  const [small = 1, large = 1] = [sizes[step - 1], sizes[step]];
  const allowed = (large * Math.log(large)) / (small * Math.log(small));
  for (const [figure, now] of Object.entries(after)) {
    const grown = now.median / before[figure as keyof AtSize].median;
    report(`growth of ${figure}, ${small / 1000}k to ${large / 1000}k`, grown, 'times', allowed);
  }
}

function sum(lengths: readonly number[], count: number): number {
  return (lengths.reduce((total, length) => total + length, 0) / lengths.length) * count;
}
