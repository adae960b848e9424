import { PDFDocument } from '@cantoo/pdf-lib';
import { utf8 } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryText, readTextOfOwnPdf } from './own-pdf.ts';

async function pdfOf(write: (pdf: PDFDocument) => void) {
  const pdf = await PDFDocument.create();
  pdf.addPage();
  write(pdf);
  return new Uint8Array(await pdf.save());
}

describe('a sheet of ours as a file', () => {
  it('gives back the text it carries', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 }), async (text) => {
        expect(await readTextOfOwnPdf(await pdfOf((pdf) => carryText(pdf, text)))).toBe(text);
      }),
      { numRuns: 20 },
    );
  });

  it('is told from every other file', async () => {
    expect(await readTextOfOwnPdf(await pdfOf(() => {}))).toBeUndefined();
    expect(
      await readTextOfOwnPdf(await pdfOf((pdf) => pdf.setKeywords(['holiday', 'postern']))),
    ).toBeUndefined();
    expect(await readTextOfOwnPdf(utf8('%PDF-1.7 nothing of the kind'))).toBeUndefined();
    expect(await readTextOfOwnPdf(new Uint8Array(0))).toBeUndefined();
  });
});
