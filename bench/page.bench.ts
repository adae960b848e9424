import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mustBeOk } from '@postern/core';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { launchBrowser } from '../e2e/app/launch-browser.ts';
import { signInWith } from '../e2e/pages/sign-in.ts';
import { en } from '../packages/ui/src/text/en.ts';
import { draftsOf } from './drafts.ts';
import { report, summarize } from './harness.ts';
import { maya, openPlace, type Place } from './place.ts';
import { headerLengths } from './raw-crypto.ts';

/** The built web client in Chromium, against the server as it runs: what is loaded, and how soon the list is there. */
const size = 10_000;
const rounds = 7;

const place = await openPlace();
const writer = await place.signIn();
await writer.enter(maya.address, 0);
mustBeOk(await writer.vaults().addEntries(writer.vault(), draftsOf(0, size)));
const lengths = await headerLengths(writer);
await writer.close();

const browser = await launchBrowser();
await firstLoad(browser, place);
await listFromReplica(browser, place);
await browser.close();
await place.stop();

/** Everything that the page asks for until somebody can type a password, as gzip would send it. */
async function firstLoad(browser: Browser, { server }: Place): Promise<void> {
  const { context, page } = await visit(browser, server.url);
  const paths = new Set<string>();
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/api/')) paths.add(pathname);
  });
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await page.getByLabel(en.signIn.email).waitFor();
  let scripts = 0;
  let fonts = 0;
  for (const path of paths) {
    const file = join(process.cwd(), 'apps/web/dist', path);
    const bytes = existsSync(file) && path.includes('.') ? readFileSync(file) : undefined;
    if (path.endsWith('.woff2')) fonts += bytes?.length ?? 0;
    else scripts += gzipSync(bytes ?? readFileSync(join(process.cwd(), 'apps/web/dist/index.html'))).length;
  }
  if (![...paths].some((path) => path.includes('client.worker'))) throw new Error('the worker was not seen');
  report('web bundle before sign-in', scripts / 1000, 'kB');
  report('fonts before sign-in', fonts / 1000, 'kB');
  await context.close();
}

/** From the key to rows on screen, on a device that has everything; and from a key press to the rows it finds. */
async function listFromReplica(browser: Browser, { server }: Place): Promise<void> {
  const { context, page } = await visit(browser, server.url);
  await context.addInitScript(markFirstRow);
  let bodies = 0;
  context.on('response', (response) => {
    if (response.url().endsWith('/bodies')) bodies += 1;
  });
  await signInWith(page, maya.email, maya.password);
  // Her only organization opens by itself.
  await page.getByRole('option').first().waitFor();
  // Half a thousand bodies with each answer.
  while (bodies < size / 500)
    await page.waitForEvent('response', (response) => response.url().endsWith('/bodies'));

  const tookMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await page.reload();
    const worker = await workerOf(page);
    await worker.evaluate(markKeyThere);
    await unlock(page);
    await page.getByRole('option').first().waitFor();
    const shownMs = await page.evaluate(() => (globalThis as Marked).firstRowMs ?? Promise.reject('no row'));
    const keyMs = await worker.evaluate(() => (globalThis as Marked).keyThereMs ?? Promise.reject('no key'));
    const counted = await page.getByRole('option').first().getAttribute('aria-setsize');
    if (counted !== String(size)) throw new Error(`${counted} rows are listed`);
    if (round === 0) continue;
    tookMs.push(shownMs - keyMs);
    bareMs.push(await worker.evaluate(openAlone, { lengths: [...lengths], count: size }));
  }
  report('list from the replica, 10k', summarize(tookMs), 'ms', summarize(bareMs));

  const search = page.getByRole('search').getByRole('textbox');
  const pressedMs: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    await page.evaluate(markFound);
    // It is in every entry: the longest list that a search can give.
    await search.press('h');
    const tookMs = await page.evaluate(() => (globalThis as Marked).found ?? Promise.reject('no search'));
    if (round > 0) pressedMs.push(tookMs);
    await search.fill('');
    await page.getByText(en.vault.found(size)).waitFor({ state: 'detached' });
  }
  report('search keystroke to screen, 10k', summarize(pressedMs), 'ms');
  await context.close();
}

/** What the functions below leave in a page or its worker; times in milliseconds since 1970. */
type Marked = typeof globalThis & { firstRowMs?: number; keyThereMs?: number; found?: Promise<number> };

/** Runs in the page: notes when the first row of the list was painted. */
function markFirstRow(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[role=option]') === null) return;
    observer.disconnect();
    // After the frame that shows it.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        (globalThis as Marked).firstRowMs = performance.timeOrigin + performance.now();
      };
      port2.postMessage(undefined);
    });
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** Runs in the worker: the account is asked for the moment its secret is open, and not before. */
function markKeyThere(): void {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (String(input) === '/api/account')
      (globalThis as Marked).keyThereMs ??= performance.timeOrigin + performance.now();
    return original(input, init);
  };
}

/** Runs in the worker: WebCrypto alone over as many objects of these lengths. */
async function openAlone(of: { lengths: number[]; count: number }): Promise<number> {
  const algorithm = { name: 'AES-GCM', length: 256 };
  const key = await crypto.subtle.generateKey(algorithm, false, ['encrypt', 'decrypt']);
  const iv = new Uint8Array(12);
  const sealed: ArrayBuffer[] = [];
  for (let at = 0; at < of.count; at++) {
    const plaintext = new Uint8Array((of.lengths[at % of.lengths.length] ?? 0) - 32);
    sealed.push(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plaintext));
  }
  const startedMs = performance.now();
  for (let from = 0; from < sealed.length; from += 500) {
    const batch = sealed.slice(from, from + 500);
    await Promise.all(batch.map((bytes) => crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)));
  }
  return performance.now() - startedMs;
}

/** Runs in the page: from the next key press until what it found is painted. */
function markFound(): void {
  const status = document.querySelector('p[role=status].sr-only');
  if (status === null) throw new Error('there is no list');
  let pressedMs = 0;
  document.addEventListener('keydown', (event) => (pressedMs = event.timeStamp), {
    once: true,
    capture: true,
  });
  (globalThis as Marked).found = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - pressedMs);
        port2.postMessage(undefined);
      });
    });
    observer.observe(status, { childList: true, characterData: true, subtree: true });
  });
}

async function visit(browser: Browser, url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(60_000);
  return { context, page: await context.newPage() };
}

async function unlock(page: Page): Promise<void> {
  await page.getByLabel(en.locked.password, { exact: true }).fill(maya.password);
  await page.getByRole('button', { name: en.locked.submit }).click();
}

async function workerOf(page: Page): Promise<Worker> {
  const isOurs = (worker: Worker) => worker.url().includes('client.worker');
  return page.workers().find(isOurs) ?? page.waitForEvent('worker', { predicate: isOurs });
}
