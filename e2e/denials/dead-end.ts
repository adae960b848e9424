import { join } from 'node:path';
import type { DeadEnd, DeadEndRecord } from './denial-table.ts';
import { type Scene, scenes } from './scene.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter, as the record of a denial is. */
    deadEnd?: DeadEndRecord;
  }
}

const folder = join(import.meta.dirname, '../../artifacts/screenshots/denials');

/** Tries what could shut everybody out. `play` answers the way out that it found. */
export function deadEnd(name: DeadEnd, tried: string, play: (scene: Scene) => Promise<string>): void {
  scenes(
    `${name}: ${tried}`,
    async ({ settings, server, browser, seat, peoples, owner, fixer, member, from, moved, task }) => {
      const scene = { settings, server, browser, seat, peoples, owner, fixer, member, from, moved };
      task.meta.deadEnd = { name, tried };
      const wayOut = await play(scene).catch(async (error: unknown) => {
        for (const [of, page] of Object.entries({ fixer, member: member.page })) {
          const path = join(folder, `failed-${name.replaceAll(' ', '-')}-${of}.png`);
          await page.screenshot({ path }).catch(() => undefined);
        }
        throw error;
      });
      task.meta.deadEnd = { name, tried, wayOut };
    },
  );
}
