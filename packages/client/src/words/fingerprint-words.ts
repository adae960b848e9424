import { sha256 } from '@postern/crypto';
import { wordList } from './word-list.ts';

/** Eight words are 64 bits: as many as people will read aloud, and far more than anybody can try keys for in a call. */
const wordCount = 8;

/** The words two people compare to know that they mean the same key or organization. */
export function fingerprintWords(bytes: Uint8Array): readonly string[] {
  return Array.from(sha256(bytes).subarray(0, wordCount), (byte) => wordList[byte] as string);
}
