import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddresses } from './parse-addresses.ts';

const said = (pasted: string) =>
  parseAddresses(pasted).map((one) => ('refused' in one ? [one.address] : one.email));

describe('a pasted list of addresses', () => {
  it('is apart by lines, semicolons and commas, and forgives what mail programs add', () => {
    expect(said('a@x.example\r\nB@X.example;c@x.example, "Dee, D." <d@x.example>')).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
      ['"Dee'],
      'd@x.example',
    ]);
    expect(said('Maya Lindgren <maya@northwind.example>')).toEqual(['maya@northwind.example']);
  });

  it('names what is no address as it stands there, and each address once', () => {
    expect(said('nobody\n\n ; a@x.example; A@x.example')).toEqual([['nobody'], 'a@x.example']);
    expect(said('')).toEqual([]);
  });

  it('takes any text without a fault, and nothing twice', () => {
    fc.assert(
      fc.property(fc.string(), (pasted) => {
        const names = parseAddresses(pasted).map(({ address }) => address);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});
