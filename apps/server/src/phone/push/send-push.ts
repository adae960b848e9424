import { type LookupAddress, lookup } from 'node:dns';
import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import { isIP } from 'node:net';
import type { pushSubscription } from '@postern/contract';
import webPush from 'web-push';
import type { z } from 'zod';
import type { PushKeys } from '../../platform/keys.ts';
import { isPublicAddress } from './is-public-address.ts';

/**
 * One push (RFC 8030), sealed for the browser (RFC 8291) and signed by this server (RFC 8292). The service that carries it
 * was named by a browser, so by anybody with an account: it is reached at public addresses by https, and at nothing else
 * unless the operator has said so.
 */

export type Subscription = z.infer<typeof pushSubscription>;

export interface PushSender {
  readonly keys: PushKeys;
  /** Whom a service may write to about this server: an https address of its own, or a mail address. */
  readonly subject: string;
  readonly allowPrivate: boolean;
}

/** `gone`: the browser has ended the subscription. */
export type Pushed = 'delivered' | 'gone' | 'failed';

const timeoutMs = 10_000;
/** As long as what it is about. */
const keptSeconds = 300;

/** Whether pushes may go there, as far as the text says; names are looked at when they have become addresses. */
export function isAllowedEndpoint(endpoint: string, allowPrivate: boolean): boolean {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') return false;
  if (allowPrivate) return url.protocol === 'https:' || url.protocol === 'http:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return url.protocol === 'https:' && (isIP(host) === 0 || isPublicAddress(host));
}

/** Sends a push and answers what became of it; a fault of the network is `failed`. */
export async function sendPush(
  { keys, subject, allowPrivate }: PushSender,
  subscription: Subscription,
  payload: string,
): Promise<Pushed> {
  if (!isAllowedEndpoint(subscription.endpoint, allowPrivate)) return 'failed';
  const { method, headers, body } = webPush.generateRequestDetails(subscription, payload, {
    vapidDetails: { subject, publicKey: keys.publicKeyB64, privateKey: keys.privateKeyB64 },
    TTL: keptSeconds,
    urgency: 'high',
    contentEncoding: 'aes128gcm',
  });
  const url = new URL(subscription.endpoint);
  const request = url.protocol === 'https:' ? requestByHttps : requestByHttp;
  return new Promise((resolve) => {
    const sent = request(
      url,
      // A connection of its own: a name is looked at each time.
      { method, headers: { ...headers }, timeout: timeoutMs, agent: false, lookup: lookupIn(allowPrivate) },
      (response) => {
        const { statusCode = 0 } = response;
        // What a service has to say is read by nobody.
        response.destroy();
        if (statusCode === 404 || statusCode === 410) resolve('gone');
        else resolve(statusCode >= 200 && statusCode < 300 ? 'delivered' : 'failed');
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve('failed'));
    sent.end(body);
  });
}

/** Looks a name up, and finds nothing where any of its addresses is a private one. */
function lookupIn(allowPrivate: boolean): typeof lookup {
  if (allowPrivate) return lookup;
  const publicOnly = (
    hostname: string,
    options: { readonly all?: boolean },
    callback: (error: Error | null, found: string | LookupAddress[], family?: number) => void,
  ) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const [first] = found;
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        return callback(new Error('a push service at a private address'), []);
      }
      return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
  return publicOnly as typeof lookup;
}
