import { type Bytes, fromBase64Url, toBase64Url } from '@postern/core';

/** The bytes with `mask` laid over the one at `position` (from the end when negative). */
export function withFlipped(bytes: Uint8Array, position: number, mask = 1): Bytes {
  const altered = new Uint8Array(bytes);
  const at = position < 0 ? altered.length + position : position;
  altered[at] = (altered[at] ?? 0) ^ mask;
  return altered;
}

/** As `change` makes them, of bytes that travel as base64url. */
export function inText(text: string, change: (bytes: Bytes) => Uint8Array): string {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new TypeError('what was to be altered is not base64url');
  return toBase64Url(change(bytes));
}
