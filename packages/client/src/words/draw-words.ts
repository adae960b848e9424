import { randomBytes } from '@postern/core';
import { wordList } from './word-list.ts';

/** Six words are 48 bits, and each try of them costs Argon2id. */
const wordCount = 6;

/** Six fresh words for somebody to be told by voice. */
export function drawWords(): readonly string[] {
  // One byte picks one of exactly 256.
  return Array.from(randomBytes(wordCount), (byte) => wordList[byte] as string);
}
