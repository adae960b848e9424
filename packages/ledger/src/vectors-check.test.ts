import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeVectors } from '../test/write-vectors.ts';
import { parseEvent } from './event.ts';
import { type EventType, events } from './events/all-events.ts';
import { checkVectors, type VectorFile } from './vectors-check.ts';

const folder = fileURLToPath(new URL('../vectors', import.meta.url));
const fileOf = (name: string) =>
  JSON.parse(readFileSync(`${folder}/${name}.vectors.json`, 'utf8')) as VectorFile;
const files = ['ledger', 'manifest'];

describe('frozen vectors', () => {
  // Writing them anew is a change of the protocol and is asked for by name.
  if (process.env.POSTERN_WRITE_VECTORS === 'freeze-anew') beforeAll(() => writeVectors(folder), 60_000);

  it.each(files)('%s: all hold, good ones and bad ones', async (name) => {
    const file = fileOf(name);
    const outcomes = await checkVectors(file);
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
    expect(outcomes).toHaveLength(file.vectors.length);
    const refused = file.vectors.filter((vector) => 'refused' in vector.expect);
    expect(refused.length).toBeGreaterThan(15);
    expect(file.vectors.length - refused.length).toBeGreaterThan(4);
  });

  it('are all listed above and cover every event type that is applied', () => {
    expect(readdirSync(folder).sort()).toEqual(files.map((name) => `${name}.vectors.json`));
    const types = fileOf('ledger').events.map((text) => {
      const parsed = parseEvent(new Uint8Array(Buffer.from(text, 'base64url')));
      return parsed.ok ? parsed.value.payload.type : undefined;
    });
    const applied = (Object.keys(events) as EventType[]).filter((type) => events[type].implemented);
    expect([...new Set(types)].sort()).toEqual(applied.sort());
  });

  it('bite: a vector that expects something else fails', async () => {
    const file = fileOf('manifest');
    const [root] = file.vectors;
    if (root?.kind !== 'root') throw new Error('the first manifest vector is a root');
    const outcomes = await checkVectors({
      events: file.events,
      vectors: [
        { ...root, expect: { ...root.expect, count: 7 } },
        { ...root, leaves: [{ entry: '!', revision: 1, epoch: 1, headerHash: '', bodyHash: '' }] },
      ],
    });
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, false]);
    expect(outcomes[0]?.detail).toContain('expected');
    expect(outcomes[1]?.detail).toContain('threw');
  });
});
