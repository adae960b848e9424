import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const widths = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
] as const;
const themes = ['light', 'dark'] as const;
const folder = join(import.meta.dirname, '../../artifacts/screenshots');

/** Pictures of the page as it stands, on phone and desktop, light and dark: `<spec>/<name>-<width>-<theme>.png`. */
export async function takeScreenshots(page: Page, spec: string, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const size of widths) {
    await page.setViewportSize(size);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.screenshot({
        path: join(folder, spec, `${name}-${size.width}-${theme}.png`),
        animations: 'disabled',
      });
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  if (before) await page.setViewportSize(before);
}

/** Keeps what the server logged beside the pictures of a spec that failed. */
export function keepLog(spec: string, log: string): void {
  mkdirSync(join(folder, spec), { recursive: true });
  writeFileSync(join(folder, spec, 'failed-server.log'), log);
}
