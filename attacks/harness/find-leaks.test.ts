import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLeaks } from './find-leaks.ts';

const secret = 'naïve "horse" staple';
const planted = [{ name: 'the password', secret }];
const find = (text: string) => findLeaks(planted, Buffer.from(text));

describe('a planted secret', () => {
  it('is found in every form it travels in', () => {
    expect(find(`before ${secret} after`)).toEqual(['the password']);
    expect(find(JSON.stringify({ secret }))).toEqual(['the password']);
    expect(find(`?q=${encodeURIComponent(secret)}`)).toEqual(['the password']);
    expect(find(new URLSearchParams({ secret }).toString())).toEqual(['the password']);
    expect(find(Buffer.from(secret).toString('hex').toUpperCase())).toEqual(['the password']);
  });

  it('is found inside base64, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom('base64' as const, 'base64url' as const),
        (before, after, encoding) => {
          const text = Buffer.concat([before, Buffer.from(secret), after]).toString(encoding);
          expect(find(`{"sealed":"${text}"}`)).toEqual(['the password']);
        },
      ),
    );
  });

  it('is not found where it is not, and is never too short to tell', () => {
    expect(find('naïve horse staple')).toEqual([]);
    expect(() => findLeaks([{ name: 'a digit', secret: '7' }], Buffer.from('x'))).toThrow('at least 6');
  });
});
