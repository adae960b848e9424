import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { encodeCanonical, parseCanonical } from './canonical.ts';
import type { Json } from './result.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

describe('canonical encoding', () => {
  it('sorts names by UTF-16 code units and writes no white space', () => {
    expect(text(encodeCanonical({ b: 1, a: [true, null, 'é"\n'], '\u{1f600}': 0, '\ufb33': 0 }))).toBe(
      '{"a":[true,null,"é\\"\\n"],"b":1,"\u{1f600}":0,"\ufb33":0}',
    );
  });

  it('brings every value back, and only from its own bytes', () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = encodeCanonical(value);
        expect(encodeCanonical(parseCanonical(bytes) as Json)).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['a duplicate name', '{"a":1,"a":2}'],
    ['an unsafe integer', '{"a":9007199254740993}'],
    ['a fraction', '{"a":1.5}'],
    ['another spelling of a number', '{"a":1e2}'],
    ['minus zero', '-0'],
    ['names out of order', '{"b":1,"a":1}'],
    ['white space', '{"a": 1}'],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['a needless escape', '"\\u0061"'],
    ['a byte-order mark', '\ufeff{}'],
    ['trailing bytes', '{}{}'],
    ['nothing', ''],
  ])('refuses %s', (_what, input) => {
    expect(parseCanonical(utf8(input))).toBeUndefined();
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(parseCanonical(new Uint8Array([0x22, 0xff, 0x22]))).toBeUndefined();
  });

  it('throws on what it cannot carry', () => {
    expect(() => encodeCanonical(1.5)).toThrow(TypeError);
    expect(() => encodeCanonical('\ud800')).toThrow(TypeError);
    let deep: Json = 0;
    for (let i = 0; i < 40; i++) deep = [deep];
    expect(() => encodeCanonical(deep)).toThrow(RangeError);
  });
});
