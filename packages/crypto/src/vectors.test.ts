import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeVectors } from '../test/write-vectors.ts';
import { ObjectType } from './object-types.ts';
import { checkVectors, type Vector } from './vectors-check.ts';

const folder = fileURLToPath(new URL('../vectors', import.meta.url));
const vectorsOf = (name: string) =>
  JSON.parse(readFileSync(`${folder}/${name}.vectors.json`, 'utf8')) as readonly Vector[];
const files = [
  'account-state',
  'derived',
  'key-sheet',
  'key-storage',
  'padding',
  'password',
  'phone',
  'recovery-code',
  'relink',
  'sealed',
  'signed',
  'team',
  'wrapped',
];

const refusals: readonly unknown[] = [null, 'signature_wrong', 'object_malformed'];

describe('frozen vectors', () => {
  // Writing them anew is a change of the protocol and is asked for by name.
  const [asked, which] = (process.env.POSTERN_WRITE_VECTORS ?? '').split(':');
  if (asked === 'freeze-anew') beforeAll(() => writeVectors(folder, which), 60_000);

  it.each(files)(
    '%s: all hold',
    async (name) => {
      const vectors = vectorsOf(name);
      const outcomes = await checkVectors(vectors);
      expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
      expect(outcomes).toHaveLength(vectors.length);
    },
    30_000,
  );

  it('are all listed above and cover every object type, good and bad', () => {
    expect(readdirSync(folder).sort()).toEqual(files.map((name) => `${name}.vectors.json`));
    const all = files.flatMap(vectorsOf);
    const typed = all.filter((vector) => 'type' in vector) as { type: number; expect: unknown }[];
    // These have a kind of vector of their own.
    const others = [
      ObjectType.keyStatement,
      ObjectType.keyStorage,
      ObjectType.joinProof,
      ObjectType.deviceUnlock,
    ] as number[];
    for (const type of Object.values(ObjectType).filter((one) => !others.includes(one))) {
      const outcomes = typed.filter((vector) => vector.type === type).map(({ expect: outcome }) => outcome);
      const refused = outcomes.filter((outcome) => refusals.includes(outcome));
      expect(refused.length, `type ${type}`).toBeGreaterThan(5);
      expect(outcomes.length - refused.length, `type ${type}`).toBeGreaterThan(0);
    }
    for (const kind of ['key-statement', 'key-storage-statement', 'join-proof', 'device-unlock']) {
      expect(all.filter((vector) => vector.kind === kind).length).toBeGreaterThan(3);
    }
  });

  it('bite: a vector that expects something else fails', async () => {
    const [vector] = vectorsOf('derived');
    const outcomes = await checkVectors([
      { ...vector, expect: 'AAAA' } as Vector,
      { ...vector, secret: '!' } as Vector,
    ]);
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false]);
    expect(outcomes[0]?.detail).toContain('expected "AAAA"');
    expect(outcomes[1]?.detail).toContain('threw');
  });
});
