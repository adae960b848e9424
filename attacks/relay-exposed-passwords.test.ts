import { endpoints } from '@postern/contract';
import { expect } from 'vitest';
import { createApi } from '../packages/client/src/api/api.ts';
import { attack } from './harness/attack.ts';
import { bankPassword, findHashPrefixes, prefixOf, relay, saveLogin } from './relay-exposed-passwords.ts';

/** Nothing asks for exposed passwords in this version, and nothing could ask through this server, or from its pages. */
attack('X24', 'waits for questions about exposed passwords', async (scene) => {
  const { evil, server, password } = await saveLogin(scene);
  if (findHashPrefixes(evil.received, [bankPassword, password]).length > 0) {
    scene.leaked('20 bits of the hash of a password');
  }
  // A client speaks to its own server and to nobody else.
  expect(new Set(evil.received.map(({ url }) => url.origin))).toEqual(new Set([server.url]));
  expect(evil.received.filter(({ endpoint }) => endpoint === undefined)).toEqual([]);

  const described = await fetch(`${server.url}/api/openapi.json`);
  const { paths } = (await described.json()) as { paths: object };
  expect(Object.keys(paths).sort()).toEqual(
    [...new Set(endpoints.map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}')))].sort(),
  );
  expect(Object.keys(paths).filter((path) => /expos|breach|pwn|range/.test(path))).toEqual([]);
  // What this server answers may connect nowhere; its pages, to this server only.
  expect(described.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(described.headers.get('content-security-policy')).not.toContain('connect-src');

  const token = evil.received.findLast(({ headers }) => headers.authorization)?.headers.authorization;
  const api = createApi({ fetch, baseUrl: server.url, token: () => token?.replace('Bearer ', '') });
  const asked = await api.call(relay, { params: { prefix: prefixOf('any password') } });
  return asked.ok ? '' : asked.code;
});
