import { utf8 } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTotpStep, toBase32, totpCodeAt, totpStepOf, totpUri } from './totp.ts';

const secret = utf8('12345678901234567890');
const none = -1;

describe('codes of an authenticator app', () => {
  // SPEC: RFC 6238, appendix B, the SHA-1 rows, of whose eight digits the last six are ours.
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i seconds', (seconds, code) => {
    expect(totpCodeAt(secret, totpStepOf(seconds * 1000))).toBe(code);
  });

  it('are taken one step early or late, and no more', () => {
    const nowMs = 1_000_000 * 30_000;
    const found = [-2, -1, 0, 1, 2].map((off) =>
      findTotpStep(secret, totpCodeAt(secret, 1_000_000 + off), { nowMs, lastStep: none }),
    );
    expect(found).toEqual([undefined, 999_999, 1_000_000, 1_000_001, undefined]);
  });

  it('are never taken again, nor is one from before the last taken', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 1e9 }),
        fc.integer({ min: -1, max: 1 }),
        fc.integer({ min: -1, max: 1 }),
        (now, first, second) => {
          const nowMs = now * 30_000;
          const taken = findTotpStep(secret, totpCodeAt(secret, now + first), { nowMs, lastStep: none });
          if (taken === undefined) throw new Error('a code within the drift was refused');
          const again = findTotpStep(secret, totpCodeAt(secret, now + second), { nowMs, lastStep: taken });
          expect(again === undefined || again > taken).toBe(true);
        },
      ),
    );
  });

  it('are refused in any other form', () => {
    const nowMs = 30_000;
    for (const code of ['', '1', '2870820', 'abcdef']) {
      expect(findTotpStep(secret, code, { nowMs, lastStep: none })).toBeUndefined();
    }
  });
});

describe('the secret as text', () => {
  it('is the base32 of RFC 4648', () => {
    expect(toBase32(utf8('fooba'))).toBe('MZXW6YTB');
    expect(toBase32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  });

  it('goes into a URI whose labels cannot break out of their place', () => {
    const uri = totpUri({ secretB32: 'AAAA', issuer: 'vault.example:4280', account: 'a&b?c@d.example' });
    expect(uri).toBe(
      'otpauth://totp/vault.example%3A4280:a%26b%3Fc%40d.example?secret=AAAA&issuer=vault.example%3A4280&algorithm=SHA1&digits=6&period=30',
    );
  });
});
