import type { Bytes } from '@postern/core';
import { openSheet } from '../paper/open-sheet.ts';

/** What is printed. Nothing in it but the code is secret. */
export interface SheetFacts {
  readonly email: string;
  /** Of the server, like `https://postern.example`. */
  readonly url: string;
  readonly madeAtMs: number;
  readonly groups: readonly string[];
  readonly qrText: string;
}

/** The name the file is saved under; characters that no file system takes are left out. */
export function sheetFileName(email: string): string {
  return `Postern key sheet ${email.replaceAll(/[\p{C}/\\:*?"<>|]/gu, ' ')}.pdf`;
}

/** The key sheet as one page of A4, black on white. Drawn on the device. */
export async function drawSheetPdf(facts: SheetFacts): Promise<Bytes> {
  const sheet = await openSheet('Postern key sheet');
  sheet.heading('Postern key sheet');
  sheet.paragraph(
    'This page brings the keys of one account to a new device, and back after a forgotten password. It signs nobody in by itself: the password, or the mailbox, is needed too.',
  );
  sheet.paragraph(
    'Print it and keep it apart from the password. Whoever holds this page and can read the mailbox can open everything that the account can open.',
  );
  sheet.rule();
  sheet.fact('Account', facts.email);
  sheet.fact('Server', facts.url);
  sheet.fact('Made on', new Date(facts.madeAtMs).toISOString().slice(0, 10));
  sheet.rule();
  sheet.code('Key code', facts.groups);
  sheet.qr(facts.qrText, [
    'The same code, for a camera.',
    '',
    'Where a page asks for a way to your keys, scan this,',
    'choose the saved file, or type the code above.',
    '',
    'Made a new sheet, or removed it in Key storage?',
    'Then this one opens nothing. Destroy it.',
  ]);
  return sheet.save();
}
