import { createECDH } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArrivedPush, openPushService, type PushService } from '../../../test/support/push-service.ts';
import { isAllowedEndpoint, type PushSender, sendPush } from './send-push.ts';

const pair = createECDH('prime256v1');
const keys = {
  publicKeyB64: pair.generateKeys().toString('base64url'),
  privateKeyB64: pair.getPrivateKey().toString('base64url'),
};
const toAnywhere: PushSender = { keys, subject: 'https://postern.example', allowPrivate: true };
const toPublic: PushSender = { ...toAnywhere, allowPrivate: false };

describe('a push service that a browser names', () => {
  it.each(['https://push.example/a', 'https://8.8.8.8/a', 'https://[2a00:1450::1]/a'])(
    'may be %s',
    (endpoint) => {
      expect(isAllowedEndpoint(endpoint, false)).toBe(true);
    },
  );

  it.each([
    'http://push.example/a',
    'https://127.0.0.1/a',
    'https://0x7f.1/a',
    'https://[::1]/a',
    'https://[::ffff:10.0.0.1]/a',
    'https://169.254.169.254/latest',
    'https://maya:secret@push.example/a',
    'ftp://push.example/a',
    'file:///etc/passwd',
    'push.example',
  ])('is not %s', (endpoint) => {
    expect(isAllowedEndpoint(endpoint, false)).toBe(false);
  });
});

describe('a push', () => {
  let service: PushService;
  beforeAll(async () => {
    service = await openPushService();
  });
  afterAll(() => service.close());

  it('opens in the browser that subscribed', async () => {
    const next: Promise<ArrivedPush> = service.next();
    expect(await sendPush(toAnywhere, service.subscribe(), 'hello')).toBe('delivered');
    expect(await next).toMatchObject({ text: 'hello', publicKey: keys.publicKeyB64, isSigned: true });
  });

  it('says when the browser has ended the subscription', async () => {
    const subscription = service.subscribe();
    service.forget(subscription.endpoint);
    expect(await sendPush(toAnywhere, subscription, 'hello')).toBe('gone');
  });

  it('does not reach a private address behind a name', async () => {
    let reached = false;
    const inside = createServer((_request, response) => {
      reached = true;
      response.end();
    }).listen(0, '127.0.0.1');
    inside.on('connection', () => {
      reached = true;
    });
    await new Promise((resolve) => inside.once('listening', resolve));
    const { port } = inside.address() as AddressInfo;
    const subscription = { ...service.subscribe(), endpoint: `https://localhost:${port}/push` };
    expect(await sendPush(toPublic, subscription, 'hello')).toBe('failed');
    expect(reached).toBe(false);
    await new Promise((resolve) => inside.close(resolve));
  });
});
