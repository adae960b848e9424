import { describe, expect, it } from 'vitest';
import { nameUserAgent } from './user-agent.ts';

describe('nameUserAgent', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36 Edg/140',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605 (KHTML, like Gecko) Version/18 Safari/605',
      'Safari on macOS',
    ],
    ['postern-cli/0.1.0', 'postern-cli/0.1.0'],
  ])('names %s', (userAgent, name) => {
    expect(nameUserAgent(userAgent)).toBe(name);
  });
});
