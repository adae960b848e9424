import { describe, expect, it } from 'vitest';
import { parseNext } from './parse-next.ts';

describe('parseNext', () => {
  it('keeps a path of this server', () => {
    expect(parseNext('/acme?view=trash')).toBe('/acme?view=trash');
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '',
    7,
    undefined,
  ])('leads nowhere for %j', (value) => {
    expect(parseNext(value)).toBeUndefined();
  });
});
