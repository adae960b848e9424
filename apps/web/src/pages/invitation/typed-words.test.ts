import { expect, it } from 'vitest';
import { typedWords } from './typed-words.ts';

it('takes words as people paste and type them', () => {
  expect(typedWords(' Harbour  lantern,gravel\nOpal-meadow; 6. rivet ')).toEqual([
    'harbour',
    'lantern',
    'gravel',
    'opal',
    'meadow',
    'rivet',
  ]);
  expect(typedWords('  ')).toEqual([]);
});
