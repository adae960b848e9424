import type { Bytes } from '@postern/core';
import { carryText } from './own-pdf.ts';

const pageWidth = 595.28;
const pageHeight = 841.89;
const margin = 56;

/** One page of A4, black on white, that is written from top to bottom. */
export interface Sheet {
  readonly heading: (text: string) => void;
  readonly paragraph: (text: string) => void;
  readonly rule: () => void;
  /** A name and its value on one line; the value in the built-in letters, or monospaced and small. */
  readonly fact: (name: string, value: string, face?: 'plain' | 'mono') => void;
  /** Code groups, numbered, three in a row. */
  readonly code: (title: string, groups: readonly string[]) => void;
  /** A QR code with notes beside it. The file carries the same text (`own-pdf.ts`). */
  readonly qr: (text: string, notes: readonly string[]) => void;
  /** The text as this page can print it: {@link printable}. */
  readonly printable: (text: string) => string;
  readonly save: () => Promise<Bytes>;
}

/** Begins a page. Drawn on the device; the libraries for it are loaded only now. */
export async function openSheet(title: string): Promise<Sheet> {
  const [{ PDFDocument, StandardFonts, rgb }, { encode }] = await Promise.all([
    import('@cantoo/pdf-lib'),
    import('uqr'),
  ]);
  const pdf = await PDFDocument.create();
  const plain = await pdf.embedFont(StandardFonts.Helvetica);
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold);
  const mono = await pdf.embedFont(StandardFonts.CourierBold);
  const drawable = new Set(plain.getCharacterSet());
  const page = pdf.addPage([pageWidth, pageHeight]);
  const black = rgb(0, 0, 0);
  let y = pageHeight - margin;
  pdf.setTitle(title);

  const write = (text: string, size: number, font = plain, x = margin) => {
    page.drawText(printable(text, drawable), { x, y, size, font, color: black });
  };
  const line = (text: string, size: number, font = plain) => {
    y -= size * 1.45;
    write(text, size, font);
  };
  const rule = () => {
    y -= 12;
    page.drawLine({
      start: { x: margin, y },
      end: { x: pageWidth - margin, y },
      thickness: 0.8,
      color: black,
    });
    y -= 4;
  };

  return {
    heading: (text) => {
      line(text, 24, bold);
      y -= 6;
    },
    paragraph: (text) => {
      const size = 11;
      let row = '';
      for (const word of printable(text, drawable).split(' ')) {
        const longer = row === '' ? word : `${row} ${word}`;
        if (plain.widthOfTextAtSize(longer, size) > pageWidth - 2 * margin && row !== '') {
          line(row, size);
          row = word;
        } else {
          row = longer;
        }
      }
      line(row, size);
      y -= size * 0.5;
    },
    rule,
    fact: (name, value, face = 'plain') => {
      y -= 16;
      write(name, 10, bold);
      write(value, face === 'mono' ? 9 : 10, face === 'mono' ? mono : plain, margin + 110);
    },
    code: (caption, groups) => {
      line(caption, 14, bold);
      y -= 6;
      const perRow = 3;
      const size = 19;
      const columnWidth = (pageWidth - 2 * margin) / perRow;
      for (const [at, group] of groups.entries()) {
        if (at % perRow === 0) y -= size * 1.75;
        const x = margin + (at % perRow) * columnWidth;
        write(`${at + 1}`.padStart(2, ' '), 9, plain, x);
        write(group, size, mono, x + 20);
      }
      y -= 14;
      rule();
    },
    qr: (text, notes) => {
      carryText(pdf, text);
      // Drawn as rectangles: no picture, sharp at any size.
      const qr = encode(text, { ecc: 'M', border: 0 });
      const side = 150;
      const cell = side / qr.size;
      const top = y - 16;
      for (const [row, cells] of qr.data.entries()) {
        for (const [column, dark] of cells.entries()) {
          if (!dark) continue;
          page.drawRectangle({
            x: margin + column * cell,
            y: top - (row + 1) * cell,
            width: cell,
            height: cell,
            color: black,
          });
        }
      }
      y = top;
      for (const note of notes) {
        y -= 15;
        write(note, 10, plain, margin + side + 24);
      }
    },
    printable: (text) => printable(text, drawable),
    save: async () => new Uint8Array(await pdf.save()),
  };
}

/** Letters whose stroke is part of them, so that no normal form takes it away. */
const strokes: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', Ħ: 'H', ħ: 'h', ı: 'i' };

/**
 * The text in the characters of the built-in fonts (Western European). Other letters lose their accents or, failing
 * that, become question marks: a sheet is printed for every name, and what identifies it is in plain letters.
 */
function printable(text: string, drawable: ReadonlySet<number>): string {
  const canDraw = (character: string) => drawable.has(character.codePointAt(0) ?? 0);
  return [...text.normalize('NFC')]
    .map((character) => {
      if (canDraw(character)) return character;
      const base = strokes[character] ?? character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
      return base !== '' && [...base].every(canDraw) ? base : '?';
    })
    .join('');
}
