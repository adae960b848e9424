import { join } from 'node:path';
import { sentence } from '@postern/access';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Device, PeoplesServer } from '../../packages/client/test/people.ts';
import { password, startOwner } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { type Flow, flow } from '../app/flow.ts';
import { proxyAddress, startProxy } from '../app/start-proxy.ts';
import { watchForFaults } from '../app/watch-page.ts';
import { signInAt } from '../pages/sign-in.ts';
import type { DenialRecord, DrivenCode } from './denial-table.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter: results are those of this run because they live nowhere else. */
    denial?: DenialRecord;
  }
}

/** Where the fixer sits, and where the refused person does unless a row says otherwise. */
export const officeAddress = '203.0.113.7';

interface Scene extends Flow {
  /** The server as real clients in Node take it. */
  readonly peoples: PeoplesServer;
  /** The owner of Northwind Shipping on a device in Node, for what a row needs before it begins. */
  readonly owner: Device;
  /** The same owner in a browser that stays for the file: who helps, by clicking. */
  readonly fixer: Page;
  /** The proxy through which a browser comes from this address. */
  readonly from: (address: string) => Promise<string>;
}

const scenes = flow.extend<Omit<Scene, keyof Flow> & Pick<Flow, 'settings'>>({
  settings: [{ POSTERN_TRUSTED_PROXIES: proxyAddress, POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
  peoples: [
    async ({ server }, use) => use({ url: server.url, codeFor: server.mailedCode }),
    { scope: 'file' },
  ],
  owner: [
    async ({ peoples }, use) => {
      const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
      await use(owner);
      await owner.client.close();
    },
    { scope: 'file' },
  ],
  fixer: [
    async ({ browser, server, owner, from }, use) => {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce',
        proxy: { server: await from(officeAddress) },
      });
      context.setDefaultTimeout(15_000);
      const faults = await watchForFaults(context);
      const page = await context.newPage();
      const email = owner.client.snapshot().account?.email ?? '';
      await signInAt(page, 'northwind', email, password);
      await inside(page);
      await use(page);
      await context.close();
      faults.expectNone();
    },
    { scope: 'file' },
  ],
  from: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs.
    async ({}, use) => {
      const proxies = new Map<string, Awaited<ReturnType<typeof startProxy>>>();
      await use(async (address) => {
        const proxy = proxies.get(address) ?? (await startProxy(address));
        proxies.set(address, proxy);
        return proxy.url;
      });
      for (const proxy of proxies.values()) await proxy.stop();
    },
    { scope: 'file' },
  ],
});

/** What a row has at hand beside the scene. */
export interface Stage extends Scene {
  /** Waits until this page shows the row's denial with its sentence. */
  readonly refused: (page: Page, params?: Readonly<Record<string, unknown>>) => Promise<void>;
  /**
   * Does what ends the denial and waits until the refused page is inside, in the same document: nothing is loaded anew.
   * `between` is what the refused person does with what was fixed, where there is something left to do.
   */
  readonly remedied: (
    page: Page,
    fix: () => Promise<unknown>,
    between?: () => Promise<unknown>,
  ) => Promise<void>;
  /** The same for a client that is no browser. */
  readonly measured: (fix: () => Promise<unknown>, entered: () => Promise<unknown>) => Promise<void>;
}

/** Drives one denial: refused, fixed in the interface by who can, inside. */
export function row(code: DrivenCode, did: string, play: (stage: Stage) => Promise<void>): void {
  scenes(
    `${code}: ${did}`,
    async ({ settings, server, browser, seat, peoples, owner, fixer, from, task }) => {
      let record: DenialRecord = { code, reached: false, remedied: false, seconds: undefined };
      const note = (known: Partial<DenialRecord>) => {
        record = { ...record, ...known };
        task.meta.denial = record;
      };
      note({});
      const measured: Stage['measured'] = async (fix, entered) => {
        note({ reached: true });
        const began = performance.now();
        await fix();
        await entered();
        note({ remedied: true, seconds: (performance.now() - began) / 1000 });
      };
      const stage: Stage = {
        settings,
        server,
        browser,
        seat,
        peoples,
        owner,
        fixer,
        from,
        measured,
        refused: async (page, params = {}) => {
          await page.getByText(code, { exact: true }).waitFor();
          const says = sentence(code, params);
          await page.getByRole('heading', { name: says, exact: true, level: 1 }).waitFor();
          note({ reached: true });
        },
        remedied: async (page, fix, between = async () => {}) => {
          const document = await documentOf(page);
          await measured(fix, async () => {
            await between();
            await inside(page);
          });
          expect(await documentOf(page)).toBe(document);
        },
      };
      try {
        await play(stage);
      } catch (error) {
        await keepPicture(fixer, `${code}-fixer`);
        throw error;
      }
      if (!record.remedied) throw new Error('nothing was remedied');
    },
  );
}

export async function inside(page: Page): Promise<void> {
  await page.getByRole('region', { name: en.vault.panes.list }).waitFor();
}

/** Tells a page from the same page loaded anew. */
function documentOf(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(import.meta.dirname, `../../artifacts/screenshots/denials/failed-${name}.png`);
  await page.screenshot({ path }).catch(() => undefined);
}
