import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { storeCases } from '../packages/client/test/store-contract.ts';
import { type BuiltPage, openBuiltPage } from './app/open-built-page.ts';
import type { StorePage } from './stores/page.ts';

let built: BuiltPage | undefined;
const opened = (): BuiltPage => {
  if (built === undefined) throw new Error('the page did not open');
  return built;
};
beforeAll(async () => {
  built = await openBuiltPage(join(import.meta.dirname, 'stores/page.ts'), 'storePage');
});
afterAll(() => built?.close());

it.each(storeCases.map(({ name }, at) => [name, at] as const))('IndexedDB: %s', async (name, at) => {
  const ran = opened().page.evaluate(async (wanted) => {
    const { storePage } = globalThis as unknown as { readonly storePage: StorePage };
    await storePage.run(wanted);
    return storePage.names[wanted];
  }, at);
  await expect(ran).resolves.toBe(name);
});

it('IndexedDB: keeps a phone’s keys that were kept by account', async () => {
  const moved = opened().page.evaluate(() => {
    const { storePage } = globalThis as unknown as { readonly storePage: StorePage };
    return storePage.openEarlierPhoneKeys();
  });
  await expect(moved).resolves.toBe(true);
});

it('runs under the policy that the product runs under', () => {
  opened().faults.expectNone();
});
