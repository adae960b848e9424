import type { Bytes } from '@postern/core';
import { carryText } from '../paper/own-pdf.ts';

/** What is printed. Nothing in it but the code is secret. */
export interface KitFacts {
  readonly organization: string;
  readonly address: string;
  readonly organizationId: string;
  /** Where the organization is, like `https://postern.example/acme`. */
  readonly url: string;
  readonly version: number;
  readonly madeAtMs: number;
  readonly ownerEmail: string;
  readonly groups: readonly string[];
}

/** The name the file is saved under; characters that no file system takes are left out. */
export function kitFileName({
  organization,
  address,
  version,
}: Pick<KitFacts, 'organization' | 'address' | 'version'>): string {
  const name = organization
    .replaceAll(/[\p{C}/\\:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `Postern recovery kit ${name === '' ? '' : `${name} `}${address} v${version}.pdf`;
}

const pageWidth = 595.28;
const pageHeight = 841.89;
const margin = 56;

/**
 * The kit as one page of A4, black on white: what it is, who uses it, where to keep it, the code as text and as a QR
 * code. Drawn on the device; the libraries for it are loaded only now.
 */
export async function drawKitPdf(facts: KitFacts): Promise<Bytes> {
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

  const write = (text: string, size: number, font = plain, x = margin) => {
    page.drawText(printable(text, drawable), { x, y, size, font, color: black });
  };
  const line = (text: string, size: number, font = plain) => {
    y -= size * 1.45;
    write(text, size, font);
  };
  const paragraph = (text: string, size = 11) => {
    const words = printable(text, drawable).split(' ');
    let row = '';
    for (const word of words) {
      const longer = row === '' ? word : `${row} ${word}`;
      if (font(plain, longer, size) > pageWidth - 2 * margin && row !== '') {
        line(row, size);
        row = word;
      } else {
        row = longer;
      }
    }
    line(row, size);
    y -= size * 0.5;
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
  const fact = (name: string, value: string, valueFont = plain, size = 10) => {
    y -= 16;
    write(name, 10, bold);
    write(value, size, valueFont, margin + 110);
  };

  pdf.setTitle(`Postern recovery kit, version ${facts.version}`);
  line('Postern recovery kit', 24, bold);
  y -= 6;
  paragraph(
    'This page brings the organization back when its owner has lost the password and every other way to the keys. Only the owner uses it. Whoever holds it can open everything in the organization.',
  );
  paragraph(
    'Print it and keep it where you keep what cannot be replaced, like a safe. Do not photograph it, mail it or store it beside the passwords it protects.',
  );
  rule();
  fact('Organization', nameFor(facts, drawable));
  fact('Address', facts.url);
  fact('Organization id', facts.organizationId, mono, 9);
  fact('Owner', facts.ownerEmail);
  fact('Version', `${facts.version}, made on ${new Date(facts.madeAtMs).toISOString().slice(0, 10)}`);
  rule();
  line('Recovery code', 14, bold);
  y -= 6;

  const perRow = 3;
  const codeSize = 19;
  const columnWidth = (pageWidth - 2 * margin) / perRow;
  for (const [at, group] of facts.groups.entries()) {
    if (at % perRow === 0) y -= codeSize * 1.75;
    const x = margin + (at % perRow) * columnWidth;
    write(`${at + 1}`.padStart(2, ' '), 9, plain, x);
    write(group, codeSize, mono, x + 20);
  }
  y -= 14;
  rule();

  // The QR code is drawn as rectangles: no picture, sharp at any size.
  const text = facts.groups.join('-');
  carryText(pdf, text);
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
  const notes = [
    'The same code, for a camera.',
    '',
    'Before you type it anywhere: the page that asks for it',
    'must show the organization id above. The code never',
    'leaves your device; nobody will ask you to send it.',
    '',
    'Made a newer kit? Then this one opens nothing new.',
    'Destroy it.',
  ];
  y = top;
  for (const note of notes) {
    y -= 15;
    write(note, 10, plain, margin + side + 24);
  }
  return new Uint8Array(await pdf.save());
}

function font(
  face: { readonly widthOfTextAtSize: (text: string, size: number) => number },
  text: string,
  size: number,
): number {
  return face.widthOfTextAtSize(text, size);
}

/** The organization's name, or what identifies it where the printed letters cannot spell it. */
function nameFor({ organization, address }: KitFacts, drawable: ReadonlySet<number>): string {
  const name = organization.length > 60 ? `${organization.slice(0, 59)}…` : organization;
  const spelled = printable(name, drawable);
  return spelled.includes('?') && !name.includes('?')
    ? `${address} (its name uses letters that this page cannot print)`
    : spelled;
}

/** Letters whose stroke is part of them, so that no normal form takes it away. */
const strokes: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', Ħ: 'H', ħ: 'h', ı: 'i' };

/**
 * The text in the characters of the built-in fonts (Western European). Other letters lose their accents or, failing
 * that, become question marks: a kit is printed for every name, and address and id identify the organization.
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
