import type { Browser, BrowserContext, Page } from 'playwright-core';
import { test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { launchBrowser } from './launch-browser.ts';
import { eachOnce, keepLog, takeScreenshots, type View } from './screenshots.ts';
import { type AppServer, startAppServer } from './start-server.ts';
import { type PageFaults, watchForFaults } from './watch-page.ts';

/** Somebody in front of a browser of their own: cookies, storage and clipboard are shared with nobody. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: PageFaults;
  /** The page as it stands, checked for accessibility and kept as pictures under this name. */
  readonly look: (name: string) => Promise<void>;
}

export interface SeatOptions {
  readonly width?: number;
  /** A proxy that stands between this browser and the server, as `http://host:port`. */
  readonly through?: string;
}

export interface Flow {
  /** Settings of the server, as in its documentation. */
  readonly settings: Readonly<Record<string, string>>;
  /** How a page is seen in the pictures of it. */
  readonly views: readonly View[];
  /** One server for the file. */
  readonly server: AppServer;
  /** One browser for all files that run in this process; people in it share nothing. */
  readonly browser: Browser;
  /** Seats somebody at a browser; a second call for the same name is their second browser. */
  readonly seat: (name: string, options?: SeatOptions) => Promise<Person>;
}

export interface Residents {
  /** People who stay for the whole file, whoever seats them: seen to be free of faults, and pictured when a test fails. */
  readonly residents: Person[];
}

/**
 * Vitest's `test` with a real server and a real browser. After each test everybody's pages must have been free of
 * console errors and policy violations.
 */
export const flow = test.extend<Flow & Residents>({
  settings: [{}, { scope: 'file' }],
  views: [eachOnce, { scope: 'file' }],
  server: [
    async ({ settings }, use) => {
      const server = await startAppServer(settings);
      await use(server);
      await server.stop();
    },
    { scope: 'file' },
  ],
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs.
    async ({}, use) => {
      const browser = await launchBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  residents: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const residents: Person[] = [];
      await use(residents);
      for (const { faults } of residents) faults.expectNone();
    },
    { scope: 'file' },
  ],
  seat: async ({ browser, server, residents, views, task }, use) => {
    const seated: Person[] = [];
    const spec = specOf(task.file.name);
    await use(async (name, options) => {
      const person = await seatPerson({ browser, server, spec, views }, name, options);
      seated.push(person);
      return person;
    });
    const failed = task.result?.state === 'fail';
    if (failed) keepLog(spec, server.log());
    for (const [at, { name, page }] of failed ? [...residents, ...seated].entries() : []) {
      const picture = `failed-${at + 1}-${name.toLowerCase()}`;
      await takeScreenshots(page, spec, picture).catch(() => undefined);
    }
    for (const { context } of seated) await context.close();
    for (const { faults } of seated) faults.expectNone();
  },
});

/** The name under which a spec keeps its pictures. */
function specOf(file: string): string {
  return (file.split('/').pop() ?? 'spec').replace('.test.ts', '');
}

export interface Seats extends Pick<Flow, 'browser' | 'server'>, Partial<Pick<Flow, 'views'>> {
  /** The name under which its pictures are kept. */
  readonly spec: string;
}

/** Seats somebody; who calls ends it, by closing the context. */
export async function seatPerson(
  { browser, server, spec, views }: Seats,
  name: string,
  { width = 1280, through }: SeatOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
    ...(through === undefined ? {} : { proxy: { server: through } }),
  });
  context.setDefaultTimeout(15_000);
  const faults = await watchForFaults(context);
  const page = await context.newPage();
  const look = async (picture: string) => {
    await expectAccessible(page);
    await takeScreenshots(page, spec, picture, views);
  };
  return { name, email: `${name.toLowerCase()}@northwind.example`, page, context, faults, look };
}
