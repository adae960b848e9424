import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { build } from 'rolldown';
import { launchBrowser } from './launch-browser.ts';
import { startAppServer } from './start-server.ts';
import { type PageFaults, watchForFaults } from './watch-page.ts';

export interface BuiltPage {
  readonly page: Page;
  readonly faults: PageFaults;
  readonly close: () => Promise<void>;
}

/**
 * A page of nothing but one script of ours, served by the real server: its policy and headers are part of the test.
 * Answers once the script has put `offers` on the page.
 */
export async function openBuiltPage(script: string, offers: string): Promise<BuiltPage> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-page-'));
  await build({
    input: { page: script },
    platform: 'browser',
    logLevel: 'warn',
    resolve: { conditionNames: ['postern-source', 'browser', 'import'] },
    output: { dir: join(folder, 'assets'), format: 'esm', entryFileNames: '[name].js' },
  });
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><title>Page</title><link rel="icon" href="data:,"><script type="module" src="/assets/page.js"></script>',
  );
  const server = await startAppServer({}, folder);
  const browser = await launchBrowser();
  const context = await browser.newContext();
  const faults = await watchForFaults(context);
  const page = await context.newPage();
  await page.goto(server.url);
  await page.waitForFunction((name) => name in globalThis, offers);
  return {
    page,
    faults,
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
