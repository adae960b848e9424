import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { settleMotion } from './settle-motion.ts';

const phone = { width: 390, height: 844 } as const;
const desktop = { width: 1280, height: 800 } as const;
const folder = join(import.meta.dirname, '../../artifacts/screenshots');

const sessions = new WeakMap<Page, Promise<CDPSession>>();

/** Size and theme in which a page is seen. */
export type View = (typeof everyView)[number];

/** Each differs from the one before in one thing: to draw a page anew is what a picture costs. */
export const everyView = [
  { size: desktop, theme: 'light' },
  { size: desktop, theme: 'dark' },
  { size: phone, theme: 'dark' },
  { size: phone, theme: 'light' },
] as const;

/** Each size and each theme once. */
export const eachOnce: readonly View[] = [everyView[0], everyView[2]];

/** Pictures of the page as it stands: `<spec>/<name>-<width>-<theme>.png`. */
export async function takeScreenshots(
  page: Page,
  spec: string,
  name: string,
  views: readonly View[] = eachOnce,
): Promise<void> {
  const before = page.viewportSize();
  mkdirSync(join(folder, spec), { recursive: true });
  for (const { size, theme } of before?.width === phone.width ? views.toReversed() : views) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await settleMotion(page);
    writeFileSync(join(folder, spec, `${name}-${size.width}-${theme}.png`), await capture(page));
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
