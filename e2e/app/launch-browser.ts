import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findChromium, noChromium } from '../../scripts/find-chromium.mjs';

/** The machine's own Chromium, with a fresh profile and nothing that talks to anybody but the page's server. */
export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch(options(more));
}

/** The same with a profile that stays in `folder` as on a person's own disk. */
export function launchProfile(folder: string, baseURL: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options(), baseURL });
}

function options(more: readonly string[] = []) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(noChromium);
  return {
    executablePath,
    args: [
      '--headless=new',
      // Root, as in most containers, cannot have a sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      // A name that is not localhost, so that a page over plain HTTP is no secure context.
      '--host-resolver-rules=MAP plain.example 127.0.0.1',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  };
}
