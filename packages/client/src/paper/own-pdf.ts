import type { PDFDocument } from '@cantoo/pdf-lib';
import type { Bytes } from '@postern/core';

/**
 * The code of a sheet that Postern drew, carried in its file as well, so that the saved PDF can be chosen where the
 * printed one would be scanned. It is no less secret than the sheet, and no more: both print it in plain letters.
 */

const mark = 'postern-sheet:';

/** More than any sheet has; a larger file is somebody's photo album, not ours. */
const largestBytes = 2 << 20;

/** Writes what the QR code says into the file. */
export function carryText(pdf: PDFDocument, text: string): void {
  pdf.setKeywords([`${mark}${text}`]);
}

/** What the QR code of a sheet says, from its PDF; `undefined` for every other file, damaged ones included. */
export async function readTextOfOwnPdf(file: Bytes): Promise<string | undefined> {
  if (file.length > largestBytes) return undefined;
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  try {
    const pdf = await PDFDocument.load(file, { updateMetadata: false });
    const keywords = pdf.getKeywords();
    return keywords?.startsWith(mark) ? keywords.slice(mark.length) : undefined;
  } catch {
    // Whatever a parser throws at a file from anywhere: it is none of ours.
    return undefined;
  }
}
