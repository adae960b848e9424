const ascii = /^[\n\x20-\x7e]*$/;
const marks = /\p{Mark}/gu;

/**
 * Text as it is searched and ordered: compatibility forms taken apart (NFKD), in lower case, without diacritics, so that
 * "Ångström", "ångström" and "angstrom" are one.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  // Lower case comes between: taking apart gives capitals (㎒), lower case gives marks (İ).
  return text.normalize('NFKD').toLowerCase().normalize('NFKD').replaceAll(marks, '');
}

/** The folded words of a query, in its order. */
export function wordsOf(query: string): readonly string[] {
  return foldText(query)
    .split(/\s+/u)
    .filter((word) => word !== '');
}
