import { helpFiles } from '@postern/access/help';

/**
 * The help pages on which people read a sentence, by their path in the product. They are the pages that the web client
 * draws and that `docs/help` holds.
 */
export function pagesThatSay(sentence: string): string[] {
  if (sentence.trim() === '') return [];
  return [...helpFiles()]
    .filter(([, text]) => text.includes(sentence))
    .map(([path]) => `/help/${path.replace(/\.md$/, '')}`);
}
