import type { Page } from 'playwright-core';
import { encode } from 'uqr';
import { readTextOfOwnPdf } from '../../packages/client/src/paper/own-pdf.ts';
import { en } from '../../packages/ui/src/text/en.ts';

const { keyStorage, scan } = en;
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** A file as somebody chooses it. */
interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const chooseFile = (page: Page, file: ChosenFile) =>
  page.getByLabel(scan.chooseFile).and(page.locator('input[type=file]')).setInputFiles(file);

/** The account's page of key storage. */
export const keyStoragePage = {
  open: async (page: Page) => {
    await page.getByRole('button', { name: /^Account menu of / }).click();
    await page.getByRole('menuitem', { name: en.frame.keyStorage, exact: true }).click();
    await page.getByRole('heading', { name: keyStorage.title, level: 1 }).waitFor();
    await page.getByText(keyStorage.lost.title).waitFor();
  },
  /** Draws a key sheet and saves it. */
  saveSheet: async (page: Page, button: string = keyStorage.sheet.make): Promise<ChosenFile> => {
    await press(page, button);
    const download = page.waitForEvent('download');
    await press(page, keyStorage.sheet.save);
    const saved = await download;
    const chunks: Buffer[] = [];
    for await (const chunk of await saved.createReadStream()) chunks.push(Buffer.from(chunk));
    return { name: saved.suggestedFilename(), mimeType: 'application/pdf', buffer: Buffer.concat(chunks) };
  },
  /** Shows the saved sheet, which counts from then on. */
  confirmSheet: async (page: Page, sheet: ChosenFile) => {
    await press(page, keyStorage.sheet.saved);
    await chooseFile(page, sheet);
  },
  addPasskey: async (page: Page) => {
    await press(page, keyStorage.passkey.add);
    await press(page, keyStorage.passkey.submit);
  },
};

/** Where the password brings no keys back. */
export const keysNeededPage = {
  asked: (page: Page) => page.getByRole('heading', { name: keyStorage.back.title, level: 1 }).waitFor(),
  choose: (page: Page, way: 'qr' | 'passkey') => press(page, keyStorage.back[way]),
  usePasskey: (page: Page) => press(page, keyStorage.back.usePasskey),
  chooseFile,
  type: async (page: Page, code: string) => {
    await page.getByLabel(keyStorage.back.qrLabel).fill(code);
    await press(page, scan.submit);
  },
};

/** What the QR code of a saved sheet says. */
export async function textOfSheet({ buffer }: ChosenFile): Promise<string> {
  const text = await readTextOfOwnPdf(new Uint8Array(buffer));
  if (text === undefined) throw new Error('the sheet carries no text');
  return text;
}

/** A photo of the code, as somebody takes it who has only the printed page. */
export async function photographSheet(page: Page, sheet: ChosenFile): Promise<ChosenFile> {
  const { data, size } = encode(await textOfSheet(sheet), { ecc: 'M', border: 4 });
  const cells = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="400"><rect width="100%" height="100%" fill="#fff"/><path d="${cells.join('')}"/></svg>`;
  const table = await page.context().newPage();
  await table.setContent(`<body style="background:#c9b79c;padding:60px">${drawing}</body>`);
  const buffer = await table.screenshot();
  await table.close();
  return { name: 'photo.png', mimeType: 'image/png', buffer };
}
