import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get as httpGet, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainStartFailure } from '../src/commands/explain-start-failure.ts';
import { startServer } from '../src/main.ts';
import { parseConfig } from '../src/platform/config/parse-config.ts';
import { type Answered, emailOf, signUp, TestClient, webClient } from './support/account-client.ts';
import { selfSigned } from './support/self-signed.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const password = 'a heron walks over the wet roof';
const publicUrl = 'https://passwords.northwind.example';
const { cert, key } = selfSigned();

let folder = '';
/** One database, where the tests have one, is made with one key file. */
let keyFile: { POSTERN_KEY_FILE: string };
let files: { POSTERN_TLS_CERT: string; POSTERN_TLS_KEY: string };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-tls-'));
  keyFile = { POSTERN_KEY_FILE: join(folder, 'server-keys.json') };
  files = { POSTERN_TLS_CERT: join(folder, 'cert.pem'), POSTERN_TLS_KEY: join(folder, 'key.pem') };
  writeFileSync(files.POSTERN_TLS_CERT, cert);
  writeFileSync(files.POSTERN_TLS_KEY, key);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Seen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly tls: string | undefined;
}

/** One request as somebody in between would pass it on, with whatever headers; https is verified. */
function send(
  url: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: object; body?: string } = {},
): Promise<Seen> {
  const options = { method, headers: { ...headers }, ca: cert, agent: false as const };
  return new Promise((resolve, reject) => {
    const sending = url.startsWith('https:') ? httpsRequest(url, options) : httpRequest(url, options);
    sending.once('error', reject);
    sending.once('response', (response) => {
      const { socket } = response;
      const tls = 'getProtocol' in socket ? (socket as { getProtocol(): string }).getProtocol() : undefined;
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, tls }),
      );
    });
    sending.end(body);
  });
}

/** A browser that reaches the server over TLS or through a proxy that adds these headers. */
class PassedOnClient extends TestClient {
  readonly #added: object;

  constructor(url: string, added: object = {}) {
    super(url);
    this.#added = added;
  }

  override async send(method: string, path: string, body?: unknown): Promise<Answered> {
    const seen = await send(this.url + path, {
      method,
      headers: {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...this.#added,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const setCookie = seen.headers['set-cookie']?.[0];
    if (setCookie !== undefined) this.cookie = setCookie.split(';')[0];
    const { status, text } = seen;
    return { status, text, body: text === '' ? undefined : JSON.parse(text), setCookie };
  }
}

async function signUpInBrowser(server: TestServer, client: PassedOnClient, name: string): Promise<string> {
  let cookie = '';
  const send = client.send.bind(client);
  client.send = async (...request) => {
    const answered = await send(...request);
    cookie = answered.setCookie ?? cookie;
    return answered;
  };
  const email = emailOf(`${name}@northwind.example`);
  await signUp(client, server.codeFor, { email, password, nowMs: server.nowMs(), client: webClient });
  return cookie;
}

describe('TLS in this process', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ ...keyFile, ...files });
  });
  afterAll(() => server.stop());

  it('serves with the certificate of the settings and sends browsers to https for good', async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const seen = await send(`${server.url}/api/server`);
    expect(seen).toMatchObject({ status: 200, tls: 'TLSv1.3' });
    expect(seen.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect(JSON.parse(seen.text).publicUrl).toBe(server.url);
  });

  it('gives browsers a cookie that goes by https alone and to this host alone', async () => {
    const client = new PassedOnClient(server.url);
    const cookie = await signUpInBrowser(server, client, 'maya');
    expect(cookie).toMatch(/^__Host-postern_session=/);
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
      expect(cookie.split('; ')).toContain(attribute);
    expect((await client.send('GET', '/api/account')).status).toBe(200);
  });

  it('does not speak plain http at the same port', async () => {
    const plain = new Promise((resolve, reject) => {
      httpGet(server.url.replace('https:', 'http:'), resolve).once('error', reject);
    });
    await expect(plain).rejects.toThrow();
    expect((await send(`${server.url}/readyz`)).status).toBe(200);
  });

  it('takes changes from its own https pages only', async () => {
    const change = async (origin: string) => {
      const headers = { 'content-type': 'application/json', origin };
      const seen = await send(`${server.url}/api/account/sign-up/begin`, {
        method: 'POST',
        headers,
        body: '{}',
      });
      return JSON.parse(seen.text).code;
    };
    expect(await change(server.url)).toBe('request_invalid');
    expect(await change(server.url.replace('https:', 'http:'))).toBe('cross_site_request');
  });

  it.each([
    ['a file that is not there', { POSTERN_TLS_CERT: '/nowhere/cert.pem' }, /A file is missing: .*nowhere/],
    [
      'a certificate that is none',
      { POSTERN_TLS_CERT: 'key.pem' },
      /The certificate and its key cannot be used/,
    ],
    ['the key of another', { POSTERN_TLS_KEY: 'other.pem' }, /The certificate and its key cannot be used/],
  ])('is refused with a sentence: %s', async (_name, changed, sentence) => {
    writeFileSync(join(folder, 'other.pem'), selfSigned().key);
    const inFolder = Object.entries({ ...files, ...changed }).map(([name, file]) => [
      name,
      file.startsWith('/') ? file : join(folder, file),
    ]);
    const parsed = parseConfig({
      POSTERN_PORT: '0',
      POSTERN_DATA: ':memory:',
      ...Object.fromEntries(inFolder),
    });
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    const failed = await startServer(parsed.value).catch((error: unknown) => error);
    expect(explainStartFailure(failed, parsed.value)).toMatch(sentence);
  });
});

describe('behind a proxy that is trusted', () => {
  const from = { 'x-forwarded-for': '192.0.2.9, 198.51.100.4', 'x-forwarded-proto': 'https' };
  const asProxy = { host: 'passwords.northwind.example', ...from };
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      ...keyFile,
      POSTERN_PUBLIC_URL: publicUrl,
      POSTERN_TRUSTED_PROXIES: '127.0.0.1/32',
    });
  });
  afterAll(() => server.stop());

  it('believes it about who calls, no further than it can know', async () => {
    const client = new PassedOnClient(server.url, asProxy);
    const cookie = await signUpInBrowser(server, client, 'noor');
    expect(cookie).toMatch(/^__Host-postern_session=.*; Secure/);
    const sessions = await client.must(client.send('GET', '/api/account/sessions'));
    // What stands left of it was written by whoever called.
    expect(sessions.sessions).toMatchObject([{ address: '198.51.100.4', current: true }]);
    expect(server.log()).not.toContain('forwarding headers arrived');
  });

  it('tells browsers to keep to https, and names the address people type', async () => {
    const seen = await send(`${server.url}/api/server`, { headers: asProxy });
    expect(seen.headers['strict-transport-security']).toBeDefined();
    expect(JSON.parse(seen.text)).toMatchObject({
      publicUrl,
      forwardingHeadersIgnored: false,
      outbox: false,
    });
  });

  it('takes changes from pages of the public address alone', async () => {
    const change = async (origin: string) => {
      const headers = { ...asProxy, 'content-type': 'application/json', origin };
      const url = `${server.url}/api/account/sign-up/begin`;
      return JSON.parse((await send(url, { method: 'POST', headers, body: '{}' })).text).code;
    };
    expect(await change(publicUrl)).toBe('request_invalid');
    for (const origin of ['http://passwords.northwind.example', 'https://northwind.example', server.url])
      expect(await change(origin)).toBe('cross_site_request');
  });
});

describe('behind a proxy that nobody vouched for', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ ...keyFile, POSTERN_PUBLIC_URL: publicUrl });
  });
  afterAll(() => server.stop());
  const forged = { 'x-forwarded-for': '198.51.100.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'x' };

  it('believes no header, says so to administrators, and warns once', async () => {
    const client = new PassedOnClient(server.url, { host: 'passwords.northwind.example', ...forged });
    await signUpInBrowser(server, client, 'ida');
    const { sessions } = await client.must(client.send('GET', '/api/account/sessions'));
    expect(sessions).toMatchObject([{ address: '127.0.0.1' }]);
    const described = await client.must(client.send('GET', '/api/server'));
    expect(described).toMatchObject({ forwardingHeadersIgnored: true, publicUrl });
    expect(server.log().match(/forwarding headers arrived and were ignored/g)).toHaveLength(1);
  });

  it('answers under its own address only, whatever a forwarding header claims', async () => {
    const elsewhere = { host: 'rebound.example', 'x-forwarded-host': 'passwords.northwind.example' };
    const refused = await send(`${server.url}/api/server`, { headers: elsewhere });
    expect(refused.status).toBe(421);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'misdirected_request' });
    const right = await send(`${server.url}/api/server`, {
      headers: { host: 'passwords.northwind.example' },
    });
    expect(right.status).toBe(200);
  });
});

describe('a public address that does not fit', () => {
  it.each([
    ['http://passwords.northwind.example', /expected https, because browsers offer no cryptography/],
    ['passwords.northwind.example', /POSTERN_PUBLIC_URL is "passwords\.northwind\.example"; expected/],
    ['https://passwords.northwind.example/app', /POSTERN_PUBLIC_URL is .*; expected/],
  ])('is refused at the start, with what was expected: %s', (POSTERN_PUBLIC_URL, sentence) => {
    const parsed = parseConfig({ POSTERN_DATA: ':memory:', POSTERN_PUBLIC_URL });
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([expect.stringMatching(sentence)]);
  });
});
