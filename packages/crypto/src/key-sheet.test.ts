import { concatBytes } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keySheetGroups, keySheetText, parseKeySheet } from './key-sheet.ts';
import { parsePrinted } from './printed-code.ts';
import { formatRecoveryCode, newRecoveryCode, parseRecoveryCode } from './recovery-code.ts';
import type { MethodSeed } from './secrets.ts';

const anySeed = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => concatBytes(bytes) as MethodSeed);
const anySeen = fc.record({
  keyStorageVersion: fc.integer({ min: 1, max: 2 ** 31 }),
  stateRevision: fc.integer({ min: 1, max: 2 ** 31 }),
});

describe('a key sheet', () => {
  it('comes back from its QR code with what was known when it was made', () => {
    fc.assert(
      fc.property(anySeed, anySeen, (seed, seen) => {
        expect(parseKeySheet(keySheetText({ seed, seen }))).toEqual({ ok: true, value: { seed, seen } });
      }),
    );
  });

  it('comes back typed, in any case and spacing, with its prefix and without', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.constantFrom('', 'KEY-', 'key ', ' Key – '),
        fc.constantFrom('', ' ', '-'),
        (seed, prefix, gap) => {
          const typed = `${prefix}${keySheetGroups(seed).join(gap).toLowerCase()}\n`;
          expect(parseKeySheet(typed)).toEqual({ ok: true, value: { seed } });
        },
      ),
    );
  });

  it('and a recovery kit are told apart, whichever is asked for', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 255 }), (seed, version) => {
        expect(parseKeySheet(formatRecoveryCode(newRecoveryCode(version)))).toMatchObject({
          code: 'sheet_is_recovery_kit',
        });
        expect(parseRecoveryCode(keySheetGroups(seed).join('-'))).toMatchObject({
          code: 'recovery_code_is_sheet',
        });
      }),
    );
  });

  it('and a kit whose check fits both kinds are told apart by their mark', () => {
    const kits = Array.from({ length: 20_000 }, () => formatRecoveryCode(newRecoveryCode(1)));
    const both = kits.find((kit) => parsePrinted('key-sheet', kit).ok);
    expect(parseKeySheet(both ?? '')).toMatchObject({ code: 'sheet_is_recovery_kit' });
  });

  it('names the group that is mistyped', () => {
    const groups = keySheetGroups(new Uint8Array(32).fill(7) as MethodSeed);
    const third = groups[2] ?? '';
    const wrong = groups.with(2, `${third.startsWith('0') ? '1' : '0'}${third.slice(1)}`);
    expect(parseKeySheet(wrong.join('-'))).toEqual({
      ok: false,
      code: 'sheet_code_wrong',
      params: { group: 3 },
    });
    expect(parseKeySheet('KEY-ABCDEF')).toMatchObject({ code: 'sheet_code_wrong' });
    expect(parseKeySheet('')).toMatchObject({ code: 'sheet_code_wrong' });
  });
});
