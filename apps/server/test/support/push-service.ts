import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What arrived at the push service, opened as the browser would. */
export interface ArrivedPush {
  readonly text: string;
  readonly ttl: string | undefined;
  readonly urgency: string | undefined;
  /** Of the server, as it signed with. */
  readonly publicKey: string;
  /** Whether the signature is that key's, for this very service, and not over. */
  readonly isSigned: boolean;
}

/** A push service (RFC 8030) and the browser behind it, on this machine. */
export interface PushService {
  /** A new subscription, as a browser gives it. */
  readonly subscribe: () => { endpoint: string; keys: { p256dh: string; auth: string } };
  /** The next push that arrives, or has arrived and was not asked for yet. */
  readonly next: () => Promise<ArrivedPush>;
  /** The browser has ended the subscription. */
  readonly forget: (endpoint: string) => void;
  readonly close: () => Promise<void>;
}

export async function openPushService(): Promise<PushService> {
  const browsers = new Map<string, { readonly keys: ReturnType<typeof createECDH>; readonly auth: Buffer }>();
  const arrived: ArrivedPush[] = [];
  const waiting: ((push: ArrivedPush) => void)[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const browser = browsers.get(request.url ?? '');
      if (browser === undefined) return response.writeHead(410).end();
      const { publicKey, isSigned } = readVapid(request.headers.authorization ?? '', origin);
      const push = {
        text: open(Buffer.concat(parts), browser.keys, browser.auth),
        ttl: request.headers.ttl as string | undefined,
        urgency: request.headers.urgency as string | undefined,
        publicKey,
        isSigned,
      };
      const taker = waiting.shift();
      if (taker === undefined) arrived.push(push);
      else taker(push);
      return response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    subscribe: () => {
      const keys = createECDH('prime256v1');
      const auth = randomBytes(16);
      const path = `/push/${randomBytes(8).toString('hex')}`;
      const p256dh = keys.generateKeys().toString('base64url');
      browsers.set(path, { keys, auth });
      return { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } };
    },
    next: () => {
      const push = arrived.shift();
      return push === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(push);
    },
    forget: (endpoint) => {
      browsers.delete(new URL(endpoint).pathname);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** RFC 8291, section 3.4, and RFC 8188: one record of aes128gcm. */
function open(body: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + (body[20] ?? 0));
  const sealed = body.subarray(21 + (body[20] ?? 0));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', keys.computeSecret(sender), auth, info, 32));
  const key = hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12);
  const opening = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce));
  opening.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()]);
  // The last record ends in a 2, and zeros behind it.
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}

/** RFC 8292: `vapid t=<jwt>, k=<public key>`. */
function readVapid(header: string, origin: string): Pick<ArrivedPush, 'publicKey' | 'isSigned'> {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((one) => one.toString('base64url'));
  if (x === undefined || y === undefined || point.length !== 65) return { publicKey, isSigned: false };
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
  const signed = Buffer.from(`${head}.${claims}`);
  const signatureBytes = Buffer.from(signature, 'base64url');
  const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    aud: string;
    exp: number;
  };
  const isSigned =
    verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signatureBytes) &&
    aud === origin &&
    exp * 1000 > Date.now();
  return { publicKey, isSigned };
}
