import { Agent, get, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Writable } from 'node:stream';
import { endpoint } from '@postern/contract';
import { ok } from '@postern/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { anyone, bindEndpoint } from './bind-endpoint.ts';
import { createApp } from './create-app.ts';
import { type Listening, listen } from './listen.ts';

const echo = endpoint({
  name: 'echo',
  method: 'POST',
  path: '/api/echo',
  access: 'anyone',
  summary: 'For the test.',
  body: z.strictObject({ text: z.string() }),
  answer: z.strictObject({ text: z.string() }),
  refusals: [],
});
const flood = endpoint({
  name: 'flood',
  method: 'GET',
  path: '/api/flood',
  access: 'anyone',
  summary: 'For the test.',
  answer: z.strictObject({}),
  answerForm: 'stream',
  refusals: [],
});

let listening: Listening;
let undone = 0;
const opened: Socket[] = [];
beforeEach(async () => {
  const log = createLog('error', new Writable({ write: (_chunk, _encoding, done) => done() }));
  const app = createApp({
    log,
    metrics: createMetrics(),
    publicUrl: undefined,
    trustedProxies: undefined,
    overTls: false,
  });
  bindEndpoint(app, echo, anyone, async ({ body }) => ok(body));
  bindEndpoint(app, flood, anyone, async () =>
    ok((stream) => {
      // Under what cuts a stream off, and more than the other end takes without reading.
      for (let line = 0; line < 10; line++) stream.send({ text: 'x'.repeat(100_000) });
      return () => {
        undone += 1;
      };
    }),
  );
  undone = 0;
  listening = await listen(app, { host: '127.0.0.1', port: 0, tls: undefined });
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await listening.close();
});

function dial(): Promise<Socket> {
  const socket = connect(listening.port, '127.0.0.1');
  opened.push(socket);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

async function msToClose(): Promise<number> {
  const startedMs = performance.now();
  await listening.close();
  return performance.now() - startedMs;
}

/** What comes back over a connection of its own, until its end. */
async function answerTo(sent: string): Promise<string> {
  const socket = await dial();
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(sent);
  await ended;
  return text;
}

describe('a server that stops', () => {
  it('waits for no connection that is open without a request', async () => {
    await dial();
    const agent = new Agent({ keepAlive: true });
    const response = await new Promise<IncomingMessage>((resolve) => {
      get({ port: listening.port, host: '127.0.0.1', path: '/healthz', agent }, resolve);
    });
    await textOf(response);
    expect(await msToClose()).toBeLessThan(1000);
    agent.destroy();
  });

  it('waits for no client that leaves its stream unread', async () => {
    const socket = await dial();
    socket.pause();
    socket.write('GET /api/flood HTTP/1.1\r\nhost: localhost\r\n\r\n');
    // Begun, once a request that came later has been answered.
    await fetch(`http://127.0.0.1:${listening.port}/healthz`).then((response) => response.text());
    expect(await msToClose()).toBeLessThan(1000);
    expect(undone).toBe(1);
  });

  it('answers the request that is under way, whose connection nobody uses again', async () => {
    const agent = new Agent({ keepAlive: true });
    const sending = request({
      port: listening.port,
      host: '127.0.0.1',
      path: '/api/echo',
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', host: 'localhost' },
    });
    const answered = new Promise<IncomingMessage>((resolve) => sending.once('response', resolve));
    await new Promise<void>((resolve) => sending.write('{"text":', () => resolve()));
    await fetch(`http://127.0.0.1:${listening.port}/healthz`).then((response) => response.text());
    const closing = msToClose();
    sending.end('"late"}');
    expect(await textOf(await answered)).toBe('{"text":"late"}');
    expect(await closing).toBeLessThan(1000);
    agent.destroy();
  });
});

describe('what is no request', () => {
  it.each([
    ['EHLO northwind.example\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nhost: localhost\r\nbroken header\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nhost: localhost\r\ncookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['GET /%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 400],
    [`GET /api/${'x'.repeat(500)} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`, 404],
    ['DELETE /api/echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 404],
    ['BREW /api/echo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 400],
  ])('gets a problem document and no stack: %j', async (sent, status) => {
    const answer = await answerTo(sent);
    expect(answer.split('\r\n')[0]).toContain(`HTTP/1.1 ${status} `);
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
    const problem = JSON.parse(body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ''));
    expect(problem).toMatchObject({ code: status === 404 ? 'not_found' : 'request_invalid', status });
    expect(answer).not.toMatch(/ {4}at |node_modules|\.ts:|FST_/);
  });
});
