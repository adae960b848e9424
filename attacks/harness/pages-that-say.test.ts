import { expect, it } from 'vitest';
import { pagesThatSay } from './pages-that-say.ts';

it('finds the pages on which a sentence is read, whole', () => {
  expect(pagesThatSay('The server enforces this rule; cryptography cannot.')).toContain(
    '/help/ip_not_allowed',
  );
  expect(pagesThatSay('The pages in your browser come from that same server.')).toEqual([
    '/help/guides/why-believe-it',
  ]);
  expect(pagesThatSay('The server can do nothing at all.')).toEqual([]);
  expect(pagesThatSay('')).toEqual([]);
});
