import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How long after a write was acknowledged another client showed it. */
export interface Sighting {
  readonly what: string;
  readonly ms: number;
}

const folder = join(import.meta.dirname, '../../artifacts/live');

/**
 * Collects, over one spec, that other clients follow by themselves, and how fast. How fast is no verdict here: other specs run
 * beside this one, and `bench/waiting.bench.ts` and `bench/sync.bench.ts` hold the bars.
 */
export class LiveMeasure {
  readonly sightings: Sighting[] = [];

  /** Runs a write to its acknowledgement, and notes how much later `seen` came true; before it counts as 0. */
  async of(what: string, acknowledged: () => Promise<unknown>, seen: () => Promise<unknown>): Promise<void> {
    const [at, seenAt] = await Promise.all([
      acknowledged().then(() => performance.now()),
      seen().then(() => performance.now()),
    ]);
    this.sightings.push({ what, ms: Math.max(0, Math.round(seenAt - at)) });
  }

  /** Writes what was measured beside the screenshots of the run. */
  keep(name: string): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(this.sightings, null, 2)}\n`);
  }
}
