import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretRuns } from './secret-text.tsx';

describe('secretRuns', () => {
  it('tells letters, digits and symbols apart', () => {
    expect(secretRuns('quay-Mantle74!')).toEqual([
      { kind: 'letter', text: 'quay' },
      { kind: 'symbol', text: '-' },
      { kind: 'letter', text: 'Mantle' },
      { kind: 'digit', text: '74' },
      { kind: 'symbol', text: '!' },
    ]);
  });

  it('loses nothing and never repeats a kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        const runs = secretRuns(secret);
        expect(runs.map((run) => run.text).join('')).toBe(secret);
        for (let at = 1; at < runs.length; at++) expect(runs[at]?.kind).not.toBe(runs[at - 1]?.kind);
      }),
    );
  });
});
