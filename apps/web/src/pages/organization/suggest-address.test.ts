import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggestAddress } from './suggest-address.ts';

describe('suggestAddress', () => {
  it.each([
    ['Northwind Freight', 'northwind-freight'],
    ['Société Générale & Co', 'societe-generale-co'],
    ['  3M -- Delft  ', 'm-delft'],
    ['日本', ''],
  ])('makes %j into %j', (name, address) => {
    expect(suggestAddress(name)).toBe(address);
  });

  it('is always empty or an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(suggestAddress(name)).toMatch(/^(?:[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?)?$/);
      }),
    );
  });
});
