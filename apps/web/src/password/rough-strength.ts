import type { Strength } from '@postern/ui';

/**
 * A first estimate from length, kinds of character and repetition, so that the meter answers at once. It knows no
 * dictionary and therefore never says more than it can: common words make a password weaker than shown here.
 */
export function roughStrength(password: string): Strength {
  const characters = [...password];
  const distinct = new Set(characters).size;
  const pool =
    (/[a-z]/.test(password) ? 26 : 0) +
    (/[A-Z]/.test(password) ? 26 : 0) +
    (/\d/.test(password) ? 10 : 0) +
    (/[^a-zA-Z\d]/.test(password) ? 33 : 0);
  // Letters of words carry about 1.9 bits each, drawn characters up to log2(pool); a repeated one hardly anything.
  const looksDrawn = /\d.*[a-zA-Z].*\d|[^a-zA-Z\d\s].*\w.*[^a-zA-Z\d\s]/.test(password);
  const changes = characters.filter((character, at) => character !== characters[at - 1]).length;
  const bits = (looksDrawn ? Math.log2(pool || 1) * 0.7 : 1.9) * Math.min(changes, 2.5 * distinct);
  if (bits < 16) return 0;
  if (bits < 32) return 1;
  if (bits < 44) return 2;
  return bits < 58 ? 3 : 4;
}
