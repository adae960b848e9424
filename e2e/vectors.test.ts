import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vector } from '@postern/crypto/vectors';
import type { VectorFile } from '@postern/ledger/vectors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltPage, openBuiltPage } from './app/open-built-page.ts';
import type { VectorPage } from './vectors/page.ts';

const packages = join(import.meta.dirname, '../packages');
const filesOf = (name: string) =>
  readdirSync(join(packages, name, 'vectors')).filter((file) => file.endsWith('.vectors.json'));
const read = (name: string, file: string): unknown =>
  JSON.parse(readFileSync(join(packages, name, 'vectors', file), 'utf8'));

let built: BuiltPage | undefined;
const opened = (): BuiltPage => {
  if (built === undefined) throw new Error('the page did not open');
  return built;
};
beforeAll(async () => {
  built = await openBuiltPage(join(import.meta.dirname, 'vectors/page.ts'), 'vectorPage');
});
afterAll(() => built?.close());

type Offering = { readonly vectorPage: VectorPage };

/** Files go to the page as text: their types are as deep as JSON is. */
const checkCrypto = (vectors: readonly Vector[]) =>
  opened().page.evaluate(
    (text) => (globalThis as unknown as Offering).vectorPage.crypto(JSON.parse(text) as readonly Vector[]),
    JSON.stringify(vectors),
  );
const checkLedger = (file: VectorFile) =>
  opened().page.evaluate(
    (text) => (globalThis as unknown as Offering).vectorPage.ledger(JSON.parse(text) as VectorFile),
    JSON.stringify(file),
  );

describe('frozen vectors in Chromium', () => {
  it.each(filesOf('crypto'))('crypto %s: all hold', async (file) => {
    const vectors = read('crypto', file) as readonly Vector[];
    const outcomes = await checkCrypto(vectors);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes).toHaveLength(vectors.length);
  });

  it.each(filesOf('ledger'))('ledger %s: all hold', async (file) => {
    const vectors = read('ledger', file) as VectorFile;
    const outcomes = await checkLedger(vectors);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect(outcomes).toHaveLength(vectors.vectors.length);
  });

  it('run under the policy that the product runs under', () => {
    opened().faults.expectNone();
  });

  it('bite: a vector that expects something else is named', async () => {
    const [vector] = read('crypto', 'derived.vectors.json') as readonly Vector[];
    const outcomes = await checkCrypto([{ ...vector, expect: 'AAAA' } as Vector]);
    expect(outcomes).toMatchObject([{ name: vector?.name, ok: false }]);
  });
});
