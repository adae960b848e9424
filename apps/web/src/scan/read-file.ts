import { readTextOfOwnPdf } from '@postern/client/own-pdf';
import { drawPixels } from './draw-pixels.ts';
import { readQr } from './read-qr.ts';

/** Why a chosen file gave nothing; each has words of its own. */
export type FileProblem = 'noCode' | 'noPicture' | 'noSheet' | 'large';

export type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: FileProblem };

const largestBytes = 40 << 20;

/** Longer sides that are tried: a code is found best at a few pixels per cell, whatever the camera made of it. */
const sides = [1000, 1800, 500];

/** The text of the code in a chosen picture or in a PDF that Postern made. Nothing leaves the device. */
export async function readFile(file: File): Promise<FileText> {
  if (file.size > largestBytes) return { ok: false, problem: 'large' };
  if (file.type === 'application/pdf' || /\.pdf$/i.test(file.name)) {
    const text = await readTextOfOwnPdf(new Uint8Array(await file.arrayBuffer()));
    return text === undefined ? { ok: false, problem: 'noSheet' } : { ok: true, text };
  }
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return { ok: false, problem: 'noPicture' };
  }
  try {
    for (const side of sides) {
      const text = await readQr(drawPixels(picture, picture.width, picture.height, side));
      if (text !== undefined) return { ok: true, text };
    }
    return { ok: false, problem: 'noCode' };
  } finally {
    picture.close();
  }
}
