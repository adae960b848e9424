import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { plainSentence } from '@postern/access';
import { endpoint } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type RunningServer, startServer } from './main.ts';
import { parseConfig } from './platform/config/parse-config.ts';
import { anyone, bindEndpoint } from './platform/http/bind-endpoint.ts';
import { createApp } from './platform/http/create-app.ts';
import { listen } from './platform/http/listen.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';

function configOf(environment: Record<string, string>) {
  const parsed = parseConfig({ POSTERN_PORT: '0', POSTERN_DATA: ':memory:', ...environment });
  if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
  return parsed.value;
}

const running: RunningServer[] = [];
let folder = '';
let logged = '';
const logTo = new Writable({
  write: (chunk, _encoding, done) => {
    logged += chunk;
    done();
  },
});

async function start(environment: Record<string, string> = {}, webFolder = join(folder, 'none')) {
  const server = await startServer(configOf(environment), { logTo, webFolder });
  running.push(server);
  return server;
}

beforeEach(() => {
  logged = '';
  folder = mkdtempSync(join(tmpdir(), 'postern-main-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a running server', () => {
  it('is healthy, ready and measured', async () => {
    const { url } = await start();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ ok: true, database: 'answers' });
    const metrics = await fetch(`${url}/metrics`);
    expect(await metrics.text()).toContain(
      'postern_request_duration_seconds_count{method="GET",route="/readyz"',
    );
  });

  it('shows metrics to this machine only, or to the token', async () => {
    const { url } = await start({ POSTERN_METRICS_TOKEN: 'tick' });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${url}/metrics`, { headers })).status;
    expect(await status({ 'x-forwarded-for': '203.0.113.7' })).toBe(404);
    expect(await status({ 'x-forwarded-for': '203.0.113.7', authorization: 'Bearer tick' })).toBe(200);
    expect(await status({ authorization: 'Bearer tock' })).toBe(404);
  });

  it('keeps mail in the outbox and shows it to this machine only', async () => {
    const { url, platform } = await start();
    await platform.mail.send({
      to: 'maya@northwind.example',
      subject: '<Your> code',
      text: 'See http://localhost:4280/x#y\n<script>',
      code: '482 913',
    });
    const page = await (await fetch(`${url}/outbox`)).text();
    expect(page).toContain('<strong>482 913</strong>');
    expect(page).toContain('&lt;Your&gt; code');
    expect(page).toContain('<a href="http://localhost:4280/x#y">');
    expect(page).not.toContain('<script>');
    expect((await fetch(`${url}/outbox/style.css`)).headers.get('content-type')).toContain('text/css');
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip']) {
      const forwarded = await fetch(`${url}/outbox`, { headers: { [header]: '127.0.0.1' } });
      expect(forwarded.status).toBe(404);
    }
    const foreignHost = await new Promise<number | undefined>((resolve) => {
      get(`${url}/outbox`, { headers: { host: 'rebound.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
    });
    expect(foreignHost).toBe(421);
    expect(logged).toContain('mail waits at /outbox');
    expect(logged).not.toMatch(/maya|482|Your/);
  });

  it('has no outbox once a mail server is set', async () => {
    const { url, platform } = await start({
      POSTERN_SMTP_URL: 'smtp://127.0.0.1:9',
      POSTERN_MAIL_FROM: 'postern@northwind.example',
    });
    expect((await fetch(`${url}/outbox`)).status).toBe(404);
    const sent = await platform.mail.send({ to: 'maya@northwind.example', subject: 's', text: 't' });
    expect(sent).toEqual(refuse('email_not_sent'));
    expect(logged).not.toContain('maya');
  });

  it('keeps at most 200 mails, newest first', async () => {
    const { platform, url } = await start();
    for (let i = 0; i < 203; i++) {
      await platform.mail.send({ to: 'a@b.example', subject: `mail number ${i}.`, text: '' });
    }
    const page = await (await fetch(`${url}/outbox`)).text();
    expect(page.match(/<article>/g)).toHaveLength(200);
  });

  it('serves the web client: files as they are, its page for every other address', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Postern</title>');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'plain');
    writeFileSync(join(folder, 'assets', 'app-1a2b.js.gz'), 'packed');
    const { url } = await start({}, folder);
    const page = await fetch(`${url}/acme/vaults?x=1`);
    expect(await page.text()).toContain('<title>Postern');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const asset = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(await asset.text()).toBe('plain');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    const packed = await new Promise<string | undefined>((resolve) => {
      get(`${url}/assets/app-1a2b.js`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
        response.resume();
        resolve(response.headers['content-encoding']);
      });
    });
    expect(packed).toBe('gzip');
    for (const path of [
      '/assets/gone.js',
      '/api/nothing',
      '/assets/../../main.ts',
      '/%2e%2e/%2e%2e/etc/passwd',
    ]) {
      const missing = await fetch(`${url}${path}`);
      expect(await missing.text()).not.toMatch(/startServer|root:/);
    }
    const missing = await fetch(`${url}/api/nothing`);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    expect(await missing.json()).toEqual({
      type: '/help/errors/not_found',
      title: plainSentence('not_found'),
      status: 404,
      code: 'not_found',
    });
  });

  it('describes its API', async () => {
    const { url } = await start();
    const api = (await (await fetch(`${url}/api/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(api.openapi).toBe('3.1.0');
    expect(Object.keys(api.paths)).toContain('/api/organizations/{organization}/vaults/{vault}/writes');
  });

  it('remembers which keys its database was made with', async () => {
    const first = await start({ POSTERN_DATA: folder });
    const { keyId } = first.platform.keys;
    await first.stop();
    const again = await start({ POSTERN_DATA: folder });
    expect(again.platform.keys.keyId).toBe(keyId);
    await again.stop();
    rmSync(join(folder, 'server-keys.json'));
    await expect(start({ POSTERN_DATA: folder })).rejects.toThrow(`made with the server keys ${keyId}`);
    const other = join(folder, 'other');
    await (await start({ POSTERN_DATA: other })).stop();
    const swapped = { POSTERN_DATA: folder, POSTERN_KEY_FILE: join(other, 'server-keys.json') };
    await expect(start(swapped)).rejects.toThrow('Point POSTERN_KEY_FILE at the right file.');
  });

  it('leaves nothing open when its port is taken', async () => {
    const { url } = await start();
    const port = new URL(url).port;
    const clash = start({ POSTERN_PORT: port, POSTERN_DATA: folder });
    await expect(clash).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const free = await start({ POSTERN_DATA: folder });
    expect(free.url).not.toBe(url);
  });
});

describe('an endpoint of the contract', () => {
  const sample = endpoint({
    name: 'sample',
    method: 'POST',
    path: '/api/samples/:sample',
    access: 'anyone',
    summary: 'For the test.',
    params: z.strictObject({ sample: z.string().regex(/^[a-z]+$/, 'expected small letters') }),
    body: z.strictObject({ list: z.array(z.strictObject({ size: z.int() })), text: z.string().optional() }),
    answer: z.strictObject({ sizes: z.array(z.number()) }),
    refusals: [],
    bodyLimitBytes: 300,
  });
  const watch = endpoint({
    name: 'watch',
    method: 'GET',
    path: '/api/watch',
    access: 'anyone',
    summary: 'For the test.',
    answer: z.strictObject({ n: z.number() }),
    answerForm: 'stream',
    refusals: [],
  });

  function sampleApp() {
    const app = createApp({
      log: createLog('info', logTo),
      metrics: createMetrics(),
      publicUrl: undefined,
      trustedProxies: undefined,
      overTls: false,
    });
    bindEndpoint(app, sample, anyone, async ({ params, body }) => {
      if (params.sample === 'denied') return refuse('member_disabled', { params: { since: 5 } });
      if (params.sample === 'late') return refuse('rate_limited', { params: { retryAfterSeconds: 7 } });
      if (params.sample === 'broken')
        throw new Error('read of "hunter2secret" failed at c2VjcmV0c2VjcmV0c2VjcmV0');
      return ok({ sizes: body.list.map((one) => one.size) });
    });
    return app;
  }

  const json = { 'content-type': 'application/json' };
  const post = (url: string, payload: string, headers: Record<string, string> = json) =>
    sampleApp().inject({ method: 'POST', url, payload, headers: { host: 'localhost:4280', ...headers } });

  it('answers what the handler says', async () => {
    const response = await post('/api/samples/ok', '{"list":[{"size":3}]}');
    expect(response.json()).toEqual({ sizes: [3] });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['/api/samples/ok', '{"list":[{"size":"big"}]}', '/list/0/size', 'int, received string'],
    ['/api/samples/ok', '{"list":[],"a/b":1}', '/a~1b', 'no field of this name'],
    ['/api/samples/ok', '', '', 'object, received undefined'],
    ['/api/samples/ok', '{"list":', '', 'valid JSON'],
    ['/api/samples/OK', '{"list":[]}', '/path/sample', 'small letters'],
  ])('names field and expectation: %s %s', async (url, body, field, expected) => {
    const response = await post(url, body);
    expect(response.statusCode).toBe(400);
    const problem = response.json();
    expect(problem).toMatchObject({ code: 'request_invalid', field });
    expect(problem.params.expected.replace('number', 'int')).toBe(expected);
  });

  it('names the limit of a body that is too large', async () => {
    const response = await post('/api/samples/ok', `{"list":[],"text":"${'x'.repeat(400)}"}`);
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ code: 'body_too_large', params: { limitBytes: 300 } });
  });

  it('gives refusals as problems, with a reference where somebody will quote it', async () => {
    const denied = await post('/api/samples/denied', '{"list":[]}');
    expect(denied.json()).toEqual({
      type: '/help/errors/member_disabled',
      title: plainSentence('member_disabled'),
      status: 403,
      code: 'member_disabled',
      params: { since: 5 },
      reference: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{2}$/),
    });
    const late = await post('/api/samples/late', '{"list":[]}');
    expect(late.headers['retry-after']).toBe('7');
    expect(late.json()).not.toHaveProperty('reference');
  });

  it('shows a fault as a reference and logs it without what it quotes', async () => {
    const response = await post('/api/samples/broken?token=abc', '{"list":[],"text":"hunter3"}');
    expect(response.statusCode).toBe(500);
    const { reference, ...problem } = response.json();
    expect(problem).toEqual({
      type: '/help/errors/check_failed',
      title: plainSentence('check_failed'),
      status: 500,
      code: 'check_failed',
    });
    expect(logged).toContain(reference);
    expect(logged).toContain('"route":"/api/samples/:sample"');
    expect(logged).not.toMatch(/hunter|c2VjcmV0|token=/);
  });

  it('takes changes from its own pages only', async () => {
    const code = async (headers: Record<string, string>) =>
      (await post('/api/samples/ok', '{"list":[]}', headers)).json().code;
    expect(
      await code({ ...json, origin: 'http://localhost:4280', 'sec-fetch-site': 'same-origin' }),
    ).toBeUndefined();
    expect(await code({ ...json, origin: 'http://localhost:4281' })).toBe('cross_site_request');
    expect(await code({ ...json, origin: 'null' })).toBe('cross_site_request');
    expect(await code({ ...json, 'sec-fetch-site': 'same-site' })).toBe('cross_site_request');
    expect(await code({ 'content-type': 'text/plain' })).toBe('content_type_wrong');
    expect(await code({ ...json, host: 'rebound.example' })).toBe('misdirected_request');
  });

  it('streams events and ends them when the server stops', async () => {
    const app = sampleApp();
    let undone = 0;
    bindEndpoint(app, watch, anyone, async () =>
      ok((stream) => {
        stream.send({ n: 1 });
        stream.send({ n: 2 });
        return () => {
          undone += 1;
        };
      }),
    );
    const { port, close } = await listen(app, { port: 0, host: 'localhost', tls: undefined });
    const response = await fetch(`http://localhost:${port}/api/watch`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const reading = response.text();
    await close();
    expect(await reading).toContain('data: {"n":1}\n\ndata: {"n":2}\n\n');
    expect(undone).toBe(1);
  });
});
