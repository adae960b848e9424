import { concatBytes, mustBeOk } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRecoveryCode, newRecoveryCode, parseRecoveryCode, recoveryKeysOf } from './recovery-code.ts';
import type { RecoverySecret } from './secrets.ts';

const anyCode = fc.record({
  version: fc.integer({ min: 1, max: 255 }),
  secret: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((bytes) => concatBytes(bytes) as RecoverySecret),
});
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

describe('the recovery code', () => {
  it('comes back from its print', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const text = formatRecoveryCode(code);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{6}-){10}[0-9A-HJKMNP-TV-Z]{6}$/);
        expect(parseRecoveryCode(text)).toEqual({ ok: true, value: code });
      }),
    );
  });

  it('may be typed in lower case, with any spacing, O for 0 and I or L for 1', () => {
    fc.assert(
      fc.property(
        anyCode,
        fc.constantFrom('', ' ', '  ', '\n', ' - ', '–'),
        fc.constantFrom('i', 'L'),
        (code, gap, one) => {
          const typed = formatRecoveryCode(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', one);
          expect(parseRecoveryCode(`  ${typed.replaceAll('-', gap)}\n`)).toEqual({ ok: true, value: code });
        },
      ),
    );
  });

  it('names the group of any single wrong character', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(65), fc.integer({ min: 1, max: 31 }), (code, at, shift) => {
        const group = Math.floor(at / 6);
        const characters = [...formatRecoveryCode(code)];
        const place = at + group;
        const wrong = alphabet[(alphabet.indexOf(characters[place] as string) + shift) % 32] as string;
        characters[place] = wrong;
        expect(parseRecoveryCode(characters.join(''))).toEqual({
          ok: false,
          code: 'recovery_code_group',
          params: { group: group + 1 },
        });
      }),
    );
  });

  it('notices two neighbouring characters and two groups swapped', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(10), fc.nat(4), (code, group, at) => {
        const groups = formatRecoveryCode(code).split('-');
        const characters = [...(groups[group] as string)];
        fc.pre(characters[at] !== characters[at + 1]);
        characters.splice(at, 2, characters[at + 1] as string, characters[at] as string);
        expect(parseRecoveryCode(groups.with(group, characters.join('')).join('-'))).toMatchObject({
          code: 'recovery_code_group',
          params: { group: group + 1 },
        });
        const other = (group + 1) % 11;
        const swapped = groups.with(group, groups[other] as string).with(other, groups[group] as string);
        expect(parseRecoveryCode(swapped.join('-')).ok).toBe(groups[group] === groups[other]);
      }),
    );
  });

  it('says which group is short, when the person kept groups apart, and which has a stranger', () => {
    const groups = formatRecoveryCode(newRecoveryCode(1)).split('-');
    const short = groups.with(3, (groups[3] as string).slice(1));
    expect(parseRecoveryCode(short.join('-'))).toEqual({
      ok: false,
      code: 'recovery_code_length',
      params: { group: 4 },
    });
    // Without hyphens every group after the short one is out of place, and the first that shows it is told.
    expect(parseRecoveryCode(short.join(''))).toMatchObject({ code: 'recovery_code_group' });
    // As far as it is typed and right, nothing is wrong but its length.
    expect(parseRecoveryCode(groups.slice(0, 3).join('-'))).toEqual({
      ok: false,
      code: 'recovery_code_length',
    });
    expect(parseRecoveryCode('')).toEqual({ ok: false, code: 'recovery_code_length' });
    const strange = groups.with(7, `U${(groups[7] as string).slice(1)}`);
    expect(parseRecoveryCode(strange.join(' '))).toMatchObject({
      code: 'recovery_code_character',
      params: { group: 8 },
    });
  });

  it('leads to the same keys every time, and to others for another code', async () => {
    const code = newRecoveryCode(2);
    const keys = await recoveryKeysOf(code);
    const again = await recoveryKeysOf(mustBeOk(parseRecoveryCode(formatRecoveryCode(code))));
    expect(again.signing.publicKey).toEqual(keys.signing.publicKey);
    expect(again.sealing.publicKey).toEqual(keys.sealing.publicKey);
    const other = await recoveryKeysOf(newRecoveryCode(2));
    expect(other.signing.publicKey).not.toEqual(keys.signing.publicKey);
  });

  it('has a version of 1 to 255', () => {
    for (const version of [0, 256, 1.5]) expect(() => newRecoveryCode(version)).toThrow(RangeError);
  });
});
