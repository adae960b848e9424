import { fingerprintWords } from './fingerprint-words.ts';

/**
 * DEFENCE against a server that joins in somebody's place by a secret it mailed (attack row X9): whether the words that
 * were told are those of this key. Case and space around them do not matter.
 */
export function areWordsOf(publicKey: Uint8Array, told: readonly string[]): boolean {
  const spelled = told.map((word) => word.normalize('NFKC').trim().toLowerCase());
  return spelled.join(' ') === fingerprintWords(publicKey).join(' ');
}
