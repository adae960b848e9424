import { expect, it } from 'vitest';
import { securityHeaders } from './security-headers.ts';

it('gives an answer of the API all that guards it, and a page what only a document heeds as well', () => {
  const { api, page } = securityHeaders(true);
  expect(Object.keys(page)).toEqual(expect.arrayContaining(Object.keys(api)));
  // Nothing runs or loads in an answer of the API, not even what this server serves.
  expect(api['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(page['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(api['x-content-type-options']).toBe('nosniff');
  expect(api['cross-origin-resource-policy']).toBe('same-origin');
  expect(api['strict-transport-security']).toMatch(/^max-age=\d+/);
  expect(page['x-frame-options']).toBe('DENY');
  expect(page['permissions-policy']).toContain('geolocation=()');
  expect(Object.keys(page).length).toBeGreaterThan(Object.keys(api).length);
});

it('promises https only where people come by it', () => {
  expect(securityHeaders(false).page).not.toHaveProperty('strict-transport-security');
});
