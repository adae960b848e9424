import type { Bytes } from './bytes.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const values = new Int16Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;

const codes = Uint8Array.from(alphabet, (letter) => letter.charCodeAt(0));
const ascii = new TextDecoder();

/** base64url without padding (RFC 4648 section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  // Ids and hashes, by the ten thousand when a replica is taken up.
  if (bytes.length <= shortBytes) return encodeShort(bytes);
  const whole = bytes.length - (bytes.length % 3);
  const out = new Uint8Array((whole / 3) * 4);
  for (let at = 0, to = 0; at < whole; at += 3, to += 4) {
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    out[to] = codes[group >> 18] as number;
    out[to + 1] = codes[(group >> 12) & 63] as number;
    out[to + 2] = codes[(group >> 6) & 63] as number;
    out[to + 3] = codes[group & 63] as number;
  }
  return ascii.decode(out) + encodeShort(bytes.subarray(whole));
}

const shortBytes = 64;

function encodeShort(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let i = 0; i < bytes.length; i++) {
    buffer = ((buffer << 8) | (bytes[i] as number)) & 0xffff;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += alphabet[(buffer >> bits) & 63];
    }
  }
  return bits === 0 ? text : text + alphabet[(buffer << (6 - bits)) & 63];
}

/**
 * Bytes of an unpadded base64url text, or `undefined` when it is not exactly the text `toBase64Url` would give:
 * padding, foreign characters, impossible lengths and non-zero trailing bits are refused, so one value has one text.
 */
export function fromBase64Url(text: string): Bytes | undefined {
  const remainder = text.length % 4;
  if (remainder === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  const whole = text.length - remainder;
  let offset = 0;
  for (let at = 0; at < whole; at += 4) {
    const group =
      (valueAt(text, at) << 18) |
      (valueAt(text, at + 1) << 12) |
      (valueAt(text, at + 2) << 6) |
      valueAt(text, at + 3);
    // One foreign character makes all of it negative.
    if (group < 0) return undefined;
    out[offset] = group >> 16;
    out[offset + 1] = group >> 8;
    out[offset + 2] = group;
    offset += 3;
  }
  if (remainder === 0) return out;
  const third = remainder === 3 ? valueAt(text, whole + 2) : 0;
  const group = (valueAt(text, whole) << 12) | (valueAt(text, whole + 1) << 6) | third;
  const trailing = remainder === 3 ? group & 0b11 : group & 0b1111_000000;
  if (group < 0 || trailing !== 0) return undefined;
  out[offset] = group >> 10;
  if (remainder === 3) out[offset + 1] = group >> 2;
  return out;
}

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (values[code] as number) : -1;
}
