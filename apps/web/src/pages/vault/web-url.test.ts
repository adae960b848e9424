import { describe, expect, it } from 'vitest';
import { safeWebUrl } from './web-url.ts';

describe('safeWebUrl', () => {
  it.each([
    ['https://portal.example/in', 'https://portal.example/in'],
    ['http://printer.local', 'http://printer.local/'],
    ['portal.example', 'https://portal.example/'],
    ['portal.example:8443/x', 'https://portal.example:8443/x'],
  ])('opens %s as %s', (text, href) => {
    expect(safeWebUrl(text)?.href).toBe(href);
  });

  it.each([
    '',
    '  ',
    'javascript:alert(1)',
    'JAVASCRIPT://x%0aalert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'not a url',
  ])('opens nothing for %j', (text) => {
    expect(safeWebUrl(text)).toBeUndefined();
  });
});
