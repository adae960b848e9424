import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsvLine, writeCsv } from './csv.ts';

describe('CSV', () => {
  it('quotes what has to be quoted, and defuses what a spreadsheet would run', () => {
    expect(writeCsv([['a,b', 'say "so"', '=1+1', 'plain']])).toBe('"a,b","say ""so""",\'=1+1,plain\r\n');
  });

  it('reads cells with and without quotes, and an empty last one', () => {
    expect(readCsvLine('10.0.0.0/8, "Office, north" ,')).toEqual(['10.0.0.0/8', 'Office, north', '']);
    expect(readCsvLine('one')).toEqual(['one']);
  });

  it('gives back what was written', () => {
    const cell = fc
      .string({ unit: fc.constantFrom(...'ab,";=-\' ') })
      .map((text) => text.trim())
      .filter((text) => !/^'[=+\-@]/.test(text));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
        expect(readCsvLine(writeCsv([cells]).trimEnd())).toEqual(cells);
      }),
    );
  });
});
