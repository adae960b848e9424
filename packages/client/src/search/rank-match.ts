/**
 * How well a text answers the words of a query; less is better. 0: the title begins with the first word and every other
 * begins some word; 1: every one begins some word; 2: each is somewhere.
 */
export type MatchRank = 0 | 1 | 2;

/** Separates the fields of a searched text; no word of a query holds it. */
export const fieldSeparator = '\n';

/**
 * The rank of a folded text for folded words, or `undefined` if one of them is not in it. The text is fields, the title
 * first, joined by {@link fieldSeparator}.
 */
export function rankMatch(text: string, words: readonly string[]): MatchRank | undefined {
  let rank: MatchRank = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const found = text.indexOf(word);
    if (found === -1) return undefined;
    if (rank === 2 || (found === 0 && at === 0)) continue;
    rank = beginsWord(text, word, found, text.length) ? (at === 0 ? 1 : rank) : 2;
  }
  return rank;
}

/**
 * What {@link rankMatch} answers for one word and the part of a text from `start` to `end`, in which the word is first
 * found at `found`. Before `start` there is a {@link fieldSeparator}, or nothing.
 */
export function rankOfWord(text: string, word: string, found: number, start: number, end: number): MatchRank {
  return found === start ? 0 : beginsWord(text, word, found, end) ? 1 : 2;
}

/** Whether the word stands at the beginning of some word before `end`, given where it is first found. */
function beginsWord(text: string, word: string, found: number, end: number): boolean {
  for (let at = found; at !== -1 && at < end; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isWordCharacter(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

/** ASCII letters and digits, and everything beyond ASCII. Capitals are folded away before. */
function isWordCharacter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127;
}
