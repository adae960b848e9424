import { type Bytes, concatBytes, maxSealedBytes, uint32 } from '@postern/core';
import { headerBytes, nonceBytes, tagBytes } from './frames.ts';

/**
 * SPEC: docs/protocol/vault.md. A 4-byte length, the content, zeros up to the next of 128, 192, 256, 384, 512, ...
 * so that the size of what is stored tells little about what it is.
 */
const lengthBytes = 4;

/** Every padded size there is, in bytes, ascending; the largest still fits a sealed object. */
export const paddedSizes: readonly number[] = sizesUpTo(maxSealedBytes - headerBytes - nonceBytes - tagBytes);

/** The content with its length in front and zeros behind, or `undefined` when it is larger than any size. */
export function pad(content: Uint8Array): Bytes | undefined {
  const size = paddedSizeOf(content.length);
  if (size === undefined) return undefined;
  return concatBytes(uint32(content.length), content, new Uint8Array(size - lengthBytes - content.length));
}

/** The content of padded bytes, or `undefined` unless they are exactly what `pad` gives for that content. */
export function unpad(padded: Bytes): Bytes | undefined {
  if (padded.length < lengthBytes) return undefined;
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (paddedSizeOf(length) !== padded.length) return undefined;
  const end = lengthBytes + length;
  for (let at = end; at < padded.length; at++) if (padded[at] !== 0) return undefined;
  return padded.subarray(lengthBytes, end);
}

function paddedSizeOf(contentLength: number): number | undefined {
  return paddedSizes.find((size) => size >= lengthBytes + contentLength);
}

function sizesUpTo(limit: number): readonly number[] {
  const sizes: number[] = [];
  for (let power = 128; power <= limit; power *= 2) {
    sizes.push(power);
    if (power * 1.5 <= limit) sizes.push(power * 1.5);
  }
  return sizes;
}
