import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { encode } from 'uqr';
import { readQr } from '../../apps/web/src/scan/read-qr.ts';

/** What a browser's camera shows: started with these arguments it sees nothing else. */
export interface CameraClip {
  readonly args: readonly string[];
  readonly remove: () => void;
}

const width = 640;
const height = 480;

/** Films a QR code as it is drawn on a page. A browser sees one film, so another code takes another browser. */
export async function filmQrCode(shown: Locator): Promise<CameraClip> {
  return film(await photograph(shown));
}

/** Films a printed QR code that says this. */
export function filmQrText(text: string): CameraClip {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  return film(drawCells(size, (x, y) => data[y]?.[x] === true));
}

/** The form that Chromium takes for a camera (YUV4MPEG2): a few frames, shown again and again. */
function film(luma: Buffer): CameraClip {
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, grey]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const folder = mkdtempSync(join(tmpdir(), 'postern-camera-'));
  const clip = join(folder, 'code.y4m');
  writeFileSync(clip, Buffer.concat([head, frame, frame, frame]));
  return {
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
    ],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text of a QR code as it is drawn on a page. */
export async function readQrCode(shown: Locator): Promise<string> {
  const luma = await photograph(shown);
  const data = new Uint8ClampedArray(width * height * 4);
  for (const [at, grey] of luma.entries()) data.set([grey, grey, grey, 255], at * 4);
  const text = await readQr({ data, width, height });
  if (text === undefined) throw new Error('what is drawn there is no QR code');
  return text;
}

async function photograph(shown: Locator): Promise<Buffer> {
  const side = Number((await shown.getAttribute('viewBox'))?.split(' ')[2]);
  const cells = (await shown.locator('path').getAttribute('d')) ?? '';
  const dark = new Set([...cells.matchAll(/M(\d+ \d+)h1v1h-1z/g)].map(([, cell]) => cell));
  return drawCells(side, (x, y) => dark.has(`${x} ${y}`));
}

/** Brightness of each pixel of a sheet with the code on it, whose margin is among its cells. */
function drawCells(side: number, isDark: (x: number, y: number) => boolean): Buffer {
  const scale = Math.floor(height / side);
  const [left, top] = [Math.floor((width - scale * side) / 2), Math.floor((height - scale * side) / 2)];
  const luma = Buffer.alloc(width * height, 200);
  for (let y = 0; y < scale * side; y++) {
    for (let x = 0; x < scale * side; x++) {
      luma[(top + y) * width + left + x] = isDark(Math.floor(x / scale), Math.floor(y / scale)) ? 24 : 232;
    }
  }
  return luma;
}
