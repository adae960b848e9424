/** The words of a typed line: small letters, apart by whatever stands between them. */
export function typedWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** How many words a delivery by words takes. */
export const wordCount = 6;
