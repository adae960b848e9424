/** Pixels as a canvas hands them out: four bytes each, row by row. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The text of a QR code in these pixels, if there is one. The library for it is loaded with the first. */
export async function readQr({ data, width, height }: Pixels): Promise<string | undefined> {
  const { default: jsQR } = await import('jsqr');
  const found = jsQR(data, width, height, { inversionAttempts: 'attemptBoth' })?.data;
  return found === '' ? undefined : found;
}
