import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { DenialRecord } from './denial-table.ts';

const folder = join(import.meta.dirname, '../../artifacts/study');

/** Whether pictures and figures of each row are kept for whoever studies them. */
const isStudied = (process.env.DENIALS_STUDY ?? '') !== '';

/** The pictures and figures of one row. Takes nothing unless the run is one to be studied. */
export class StudiedRow {
  readonly #sides = new Map<string, Uint8Array>();

  async take(side: 'refused' | 'fixer' | 'inbox' | 'inside', page: Page): Promise<void> {
    if (isStudied) this.#sides.set(side, await page.screenshot({ animations: 'disabled' }));
  }

  /** As `<code>.json` and `<code>-<side>.png`, with the way behind the code where that is not the inbox. */
  keep(record: DenialRecord): void {
    if (!isStudied) return;
    mkdirSync(folder, { recursive: true });
    const name = record.way === 'inbox' ? record.code : `${record.code}-${record.way}`;
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(record, null, 2)}\n`);
    for (const [side, png] of this.#sides) writeFileSync(join(folder, `${name}-${side}.png`), png);
  }
}
