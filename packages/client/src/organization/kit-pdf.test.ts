import { PDFDocument } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawKitPdf, kitFileName } from './kit-pdf.ts';

const facts = {
  organization: 'Northwind',
  address: 'northwind',
  organizationId: 'A'.repeat(43),
  url: 'https://postern.example/northwind',
  version: 1,
  madeAtMs: Date.UTC(2026, 10, 21),
  ownerEmail: 'maya@northwind.example',
  groups: Array.from({ length: 11 }, () => '0123AB'),
};

describe('the recovery kit', () => {
  it('is one page for every name there is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
        async (organization) => {
          const pdf = await PDFDocument.load(await drawKitPdf({ ...facts, organization }));
          expect(pdf.getPageCount()).toBe(1);
        },
      ),
      { numRuns: 25, examples: [['東京 株式会社'], ['Łódź Ñandú'], ['שלום'], ['🏔'], ['W'.repeat(100)]] },
    );
  });

  it('is a file that every system can keep', () => {
    expect(kitFileName(facts)).toBe('Postern recovery kit Northwind northwind v1.pdf');
    expect(kitFileName({ ...facts, organization: ' a/b\\c: "d"\n<e>|?* ', version: 3 })).toBe(
      'Postern recovery kit a b c d e northwind v3.pdf',
    );
    expect(kitFileName({ ...facts, organization: '///' })).toBe('Postern recovery kit northwind v1.pdf');
  });
});
