import { type Bytes, equalBytes, fromUtf8, utf8 } from './bytes.ts';
import type { Json } from './result.ts';

/**
 * SPEC: RFC 8785 (JSON Canonicalization Scheme), narrowed. Numbers are safe integers only, so that no parser
 * disagrees about them; strings are well-formed Unicode.
 * STRICTER: `parseCanonical` re-encodes what it parsed and requires identity, so duplicate names, other spellings of
 * a number, other orders and white space are all refused (attack row X22).
 */

const maxDepth = 32;

/** Canonical bytes of a value. Throws on what the format cannot carry: that is a fault of the caller. */
export function encodeCanonical(value: Json): Bytes {
  return utf8(write(value, 0));
}

/** The value of canonical bytes, or `undefined` if the bytes are anything but the canonical encoding of a value. */
export function parseCanonical(bytes: Uint8Array): Json | undefined {
  const text = fromUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return equalBytes(encodeCanonical(value), bytes) ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(value: Json, depth: number): string {
  if (depth > maxDepth) throw new RangeError(`canonical encoding: nested deeper than ${maxDepth}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw new TypeError('canonical encoding: numbers are safe integers');
    }
    return String(value);
  }
  if (typeof value === 'string') return writeString(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, depth + 1)).join(',')}]`;
  const object = value as { readonly [name: string]: Json };
  // RFC 8785 orders names by UTF-16 code units, which is what the default sort does.
  let text = '';
  for (const name of Object.keys(object).sort()) {
    const item = object[name];
    if (item === undefined) continue;
    text += `${text === '' ? '' : ','}${writeString(name)}:${write(item, depth + 1)}`;
  }
  return `{${text}}`;
}

/** What stands in JSON as it is. */
const plain = /^[ !#-[\]-~]*$/;

function writeString(text: string): string {
  if (plain.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw new TypeError('canonical encoding: text holds a lone surrogate');
  return JSON.stringify(text);
}
