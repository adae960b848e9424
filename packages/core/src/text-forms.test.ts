import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from './base64url.ts';
import { compareBytes, concatBytes, equalBytes } from './bytes.ts';
import { parseEmail } from './email.ts';
import { isHash, isId, newId } from './ids.ts';

const anyBytes = fc.uint8Array().map((b) => new Uint8Array(b));

describe('base64url', () => {
  it('round-trips any bytes', () => {
    fc.assert(
      fc.property(anyBytes, (b) => {
        expect(fromBase64Url(toBase64Url(b))).toEqual(b);
      }),
    );
  });
  it.each(['A', 'AB==', 'A+', 'A/', 'AB', 'é', 'AAAAA'])(
    'refuses %s, which is no spelling of any bytes',
    (t) => {
      expect(fromBase64Url(t)).toBeUndefined();
    },
  );
});

describe('bytes', () => {
  it('concatenates, compares and orders', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(concatBytes(a, b).length).toBe(a.length + b.length);
        expect(equalBytes(a, b)).toBe(compareBytes(a, b) === 0);
        expect(Math.sign(compareBytes(a, b)) + Math.sign(compareBytes(b, a))).toBe(0);
      }),
    );
  });
});

describe('identifiers', () => {
  it('are drawn in the one accepted form', () => {
    const id = newId();
    expect(isId(id)).toBe(true);
    expect(isId(`${id}A`)).toBe(false);
    expect(isHash(toBase64Url(new Uint8Array(32)))).toBe(true);
    expect(isHash(id)).toBe(false);
  });
});

describe('mail addresses', () => {
  it('have one spelling', () => {
    expect(parseEmail('  Maya.Okafor@Northwind.Example ')).toEqual({
      ok: true,
      value: 'maya.okafor@northwind.example',
    });
    expect(parseEmail('dev@localhost').ok).toBe(true);
  });
  it.each([
    '',
    'maya',
    '@x',
    'a b@c.d',
    'a@b@c.d',
    'a@-b.c',
    'a@b..c',
    `${'a'.repeat(251)}@b.c`,
    '"a"@b.c',
    'a@b.c,d@e.f',
  ])('refuses %j with the field named', (t) => {
    expect(parseEmail(t)).toEqual({ ok: false, code: 'email_invalid', field: '/email' });
  });
});
