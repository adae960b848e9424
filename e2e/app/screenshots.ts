import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { settleMotion } from './settle-motion.ts';

const widths = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
] as const;
const themes = ['light', 'dark'] as const;
const folder = join(import.meta.dirname, '../../artifacts/screenshots');

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Pictures of the page as it stands, on phone and desktop, light and dark: `<spec>/<name>-<width>-<theme>.png`. */
export async function takeScreenshots(page: Page, spec: string, name: string): Promise<void> {
  const before = page.viewportSize();
  mkdirSync(join(folder, spec), { recursive: true });
  for (const size of widths) {
    await page.setViewportSize(size);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await settleMotion(page);
      writeFileSync(join(folder, spec, `${name}-${size.width}-${theme}.png`), await capture(page));
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  if (before) await page.setViewportSize(before);
}

/** The page as it is seen, packed quickly rather than small: pictures are most of what these specs wait for. */
async function capture(page: Page): Promise<Buffer> {
  const protocol = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, protocol);
  const { data } = await (await protocol).send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
  });
  return Buffer.from(data, 'base64');
}

/** Keeps what the server logged beside the pictures of a spec that failed. */
export function keepLog(spec: string, log: string): void {
  mkdirSync(join(folder, spec), { recursive: true });
  writeFileSync(join(folder, spec, 'failed-server.log'), log);
}
