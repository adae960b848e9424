import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { callOf } from './call.ts';
import { createApp } from './create-app.ts';
import { serveWebFiles } from './web-files.ts';

function serving(overTls: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'postern-web-'));
  for (const [name, content] of [
    ['index.html', 'the web'],
    ['app/index.html', 'the app'],
    ['app/sw.js', 'the worker'],
    ['assets/index-abc.js', 'the code'],
  ] as const) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const publicUrl = new URL('https://postern.example');
  const log = createLog('silent');
  const app = createApp({ log, metrics: createMetrics(), publicUrl, trustedProxies: undefined, overTls });
  app.get('/api/cookie', async (request, reply) => {
    const call = callOf(request, reply, app.secureCookies);
    call.setCookie(`of_${call.base}`, 'token');
    return { base: call.base };
  });
  serveWebFiles(app, folder);
  return (url: string) => app.inject({ url, headers: { host: 'postern.example' } });
}

it('answers the same API under the app, with a cookie that goes there alone', async () => {
  const plain = serving(false);
  const [web, app] = [await plain('/api/cookie'), await plain('/app/api/cookie')];
  expect([web.json(), app.json()]).toEqual([{ base: 'web' }, { base: 'app' }]);
  expect(web.headers['set-cookie']).toBe('of_web=token; Path=/; HttpOnly; SameSite=Strict');
  expect(app.headers['set-cookie']).toBe('of_app=token; Path=/app; HttpOnly; SameSite=Strict');
  expect(app.headers['content-security-policy']).toBe(web.headers['content-security-policy']);

  const overTls = serving(true);
  expect((await overTls('/api/cookie')).headers['set-cookie']).toContain('__Host-of_web=token; Path=/;');
  expect((await overTls('/app/api/cookie')).headers['set-cookie']).toContain(
    '__Secure-of_app=token; Path=/app; HttpOnly; Secure',
  );
});

it.each([
  ['/app/', 'the app', 'no-cache'],
  ['/app/northwind/administration', 'the app', 'no-cache'],
  ['/app/sw.js', 'the worker', 'no-cache'],
  ['/app/assets/index-abc.js', 'the code', 'public, max-age=31536000, immutable'],
  ['/assets/index-abc.js', 'the code', 'public, max-age=31536000, immutable'],
  ['/apple', 'the web', 'no-cache'],
  ['/', 'the web', 'no-cache'],
])('serves %s', async (path, body, cached) => {
  const answer = await serving(true)(path);
  expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([200, body, cached]);
});

it.each(['/app/api/nothing', '/app/api', '/app/assets/index-old.js', '/assets/index-old.js'])(
  'has no page at %s',
  async (path) => {
    expect((await serving(true)(path)).json()).toMatchObject({ code: 'not_found' });
  },
);

it('leads to the folder, which is what the service worker reaches', async () => {
  const answer = await serving(true)('/app');
  expect([answer.statusCode, answer.headers.location]).toEqual([308, '/app/']);
});
