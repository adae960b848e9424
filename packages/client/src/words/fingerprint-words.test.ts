import { utf8 } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { fingerprintWords } from './fingerprint-words.ts';
import { wordList } from './word-list.ts';

describe('fingerprint words', () => {
  it('come from 256 different words', () => {
    expect(wordList).toHaveLength(256);
    expect(new Set(wordList).size).toBe(256);
    for (const word of wordList) expect(word).toMatch(/^[a-z]{3,9}$/);
  });

  it('are the same for the same bytes and others for others', () => {
    const words = fingerprintWords(utf8('a key'));
    expect(words).toHaveLength(8);
    expect(fingerprintWords(utf8('a key'))).toEqual(words);
    expect(fingerprintWords(utf8('a kez'))).not.toEqual(words);
  });
});
