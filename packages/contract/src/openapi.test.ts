import { codes } from '@postern/access';
import { describe, expect, it } from 'vitest';
import { endpoints } from './index.ts';
import { describeApi } from './openapi.ts';

describe('the contract', () => {
  it('has one endpoint per name and per method and path', () => {
    const unique = (texts: readonly string[]) => new Set(texts).size;
    expect(endpoints.length).toBeGreaterThan(30);
    expect(unique(endpoints.map(({ name }) => name))).toBe(endpoints.length);
    expect(unique(endpoints.map(({ method, path }) => `${method} ${path}`))).toBe(endpoints.length);
  });

  it('refuses only with codes that have words', () => {
    const known = new Set<string>(codes);
    const unknown = endpoints.flatMap(({ refusals }) => refusals.filter((code) => !known.has(code)));
    expect(unknown).toEqual([]);
  });

  it('names every parameter of a path in its schema, and no other', () => {
    for (const { path, params } of endpoints) {
      const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const inSchema = params && 'shape' in params ? Object.keys(params.shape as object) : [];
      expect(inSchema.sort(), path).toEqual(inPath.sort());
    }
  });
});

describe('its OpenAPI description', () => {
  const api = describeApi(endpoints, '1.2.3') as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; requestBody?: object; security: unknown[] }>>;
  };

  it('has every endpoint', () => {
    const operations = Object.values(api.paths).flatMap((path) => Object.values(path));
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      endpoints.map(({ name }) => name).sort(),
    );
  });

  it('says what a sign-up begins with, and that anyone may', () => {
    const begin = api.paths['/api/account/sign-up/begin']?.post;
    expect(begin?.security).toEqual([]);
    expect(JSON.stringify(begin?.requestBody)).toContain('"email"');
  });
});
