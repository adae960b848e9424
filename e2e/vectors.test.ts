import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Vector } from '@postern/crypto/vectors';
import type { VectorFile } from '@postern/ledger/vectors';
import type { Browser, Page } from 'playwright-core';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './app/launch-browser.ts';
import { type AppServer, startAppServer } from './app/start-server.ts';
import { type PageFaults, watchForFaults } from './app/watch-page.ts';
import type { VectorPage } from './vectors/page.ts';

const packages = join(import.meta.dirname, '../packages');
const filesOf = (name: string) =>
  readdirSync(join(packages, name, 'vectors')).filter((file) => file.endsWith('.vectors.json'));
const read = (name: string, file: string): unknown =>
  JSON.parse(readFileSync(join(packages, name, 'vectors', file), 'utf8'));

const opened: { folder?: string; server?: AppServer; browser?: Browser } = {};
let page: Page;
let faults: PageFaults;

/** A page of nothing but the checkers, served by the real server: its policy and headers are part of the test. */
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-vectors-'));
  opened.folder = folder;
  await build({
    input: { vectors: join(import.meta.dirname, 'vectors/page.ts') },
    platform: 'browser',
    logLevel: 'warn',
    resolve: { conditionNames: ['postern-source', 'browser', 'import'] },
    output: { dir: join(folder, 'assets'), format: 'esm', entryFileNames: '[name].js' },
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Vectors</title><link rel="icon" href="data:,"><script type="module" src="/assets/vectors.js"></script>',
  );
  const server = await startAppServer({}, folder);
  opened.server = server;
  const browser = await launchBrowser();
  opened.browser = browser;
  const context = await browser.newContext();
  faults = await watchForFaults(context);
  page = await context.newPage();
  await page.goto(server.url);
  await page.waitForFunction(() => 'vectorPage' in globalThis);
});
afterAll(async () => {
  await opened.browser?.close();
  await opened.server?.stop();
  if (opened.folder) rmSync(opened.folder, { recursive: true, force: true });
});

type Offering = { readonly vectorPage: VectorPage };

/** Files go to the page as text: their types are as deep as JSON is. */
const checkCrypto = (vectors: readonly Vector[]) =>
  page.evaluate(
    (text) => (globalThis as unknown as Offering).vectorPage.crypto(JSON.parse(text) as readonly Vector[]),
    JSON.stringify(vectors),
  );
const checkLedger = (file: VectorFile) =>
  page.evaluate(
    (text) => (globalThis as unknown as Offering).vectorPage.ledger(JSON.parse(text) as VectorFile),
    JSON.stringify(file),
  );

describe('frozen vectors in Chromium', () => {
  it.each(filesOf('crypto'))('crypto %s: all hold', async (file) => {
    const vectors = read('crypto', file) as readonly Vector[];
    const outcomes = await checkCrypto(vectors);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes).toHaveLength(vectors.length);
  });

  it.each(filesOf('ledger'))('ledger %s: all hold', async (file) => {
    const vectors = read('ledger', file) as VectorFile;
    const outcomes = await checkLedger(vectors);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes).toHaveLength(vectors.vectors.length);
  });

  it('run under the policy that the product runs under', () => {
    faults.expectNone();
  });

  it('bite: a vector that expects something else is named', async () => {
    const [vector] = read('crypto', 'derived.vectors.json') as readonly Vector[];
    const outcomes = await checkCrypto([{ ...vector, expect: 'AAAA' } as Vector]);
    expect(outcomes).toMatchObject([{ name: vector?.name, ok: false }]);
  });
});
