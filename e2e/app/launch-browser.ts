import { type Browser, chromium } from 'playwright-core';
import { findChromium, noChromium } from '../../scripts/find-chromium.mjs';

/** The machine's own Chromium, with a fresh profile and nothing that talks to anybody but the page's server. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(noChromium);
  return chromium.launch({
    executablePath,
    args: [
      '--headless=new',
      // Root, as in most containers, cannot have a sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
