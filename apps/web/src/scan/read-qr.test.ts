import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { type Pixels, readQr } from './read-qr.ts';

function draw(text: string, cell: number, isDarkOnLight = true): Pixels {
  const qr = encode(text, { ecc: 'M', border: 4 });
  const side = qr.size * cell;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const isDark = qr.data[Math.floor(y / cell)]?.[Math.floor(x / cell)] === true;
      data.fill(isDark === isDarkOnLight ? 0 : 255, (y * side + x) * 4, (y * side + x) * 4 + 3);
    }
  }
  return { data, width: side, height: side };
}

describe('reading a QR code', () => {
  it.each([3, 5, 8])('finds the text at %i pixels per cell', async (cell) => {
    const text = Array.from({ length: 11 }, () => '0123AB').join('-');
    expect(await readQr(draw(text, cell))).toBe(text);
  });

  it('reads a code that was photographed from a dark screen', async () => {
    expect(await readQr(draw('light on dark', 4, false))).toBe('light on dark');
  });

  it('finds nothing where there is nothing', async () => {
    expect(
      await readQr({ data: new Uint8ClampedArray(200 * 200 * 4).fill(200), width: 200, height: 200 }),
    ).toBeUndefined();
  });
});
