import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, isVersion } from './version.ts';

const part = fc.nat({ max: 99_999 });
const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
const sign = (a: string, b: string) => Math.sign(compareVersions(a, b) ?? Number.NaN);

describe('versions', () => {
  it.each([
    ['1.2.3', '1.2.3', 0],
    ['1.2.3', '1.10.0', -1],
    ['2.0.0', '1.99.99', 1],
    ['0.1.9', '0.1.10', -1],
    ['01.2.3', '1.2.3', 0],
  ])('%s against %s is %i', (a, b, expected) => {
    expect(sign(a, b)).toBe(expected);
  });

  it.each(['', '1.2', '1.2.3.4', '1.2.x', '-1.2.3', '1.2.3-beta', '1.2.3 ', '123456.0.0', '１.2.3'])(
    '"%s" is no version',
    (text) => {
      expect(isVersion(text)).toBe(false);
      expect(compareVersions(text, '1.2.3')).toBeUndefined();
      expect(compareVersions('1.2.3', text)).toBeUndefined();
    },
  );

  it('stand in one order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
