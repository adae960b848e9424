import { pushSubscription } from '@postern/contract';
import { type AccountId, fromUtf8, type KeyMethodId } from '@postern/core';
import type { Platform } from '../../platform/platform.ts';
import { deleteSubscription, listSubscriptions } from '../queries.ts';
import { type PushSender, type Subscription, sendPush } from './send-push.ts';

/** Rings these phones of the account; whoever asks does not wait for it. */
export type TellPhones = (account: AccountId, phones: readonly KeyMethodId[]) => void;

/** INVARIANT: a push says that a device asks, and nothing of which, whose or from where. */
const deviceAsks = JSON.stringify({ kind: 'device-asks' });

/** How phones whose app is closed are told. A push that does not arrive is no fault: the app asks when it is opened. */
export function createTellPhones(platform: Platform): TellPhones {
  const sender = pushSenderOf(platform);
  const tell = async (account: AccountId, phones: readonly KeyMethodId[]) => {
    const subscribed = await listSubscriptions(platform.db.kysely, account);
    await Promise.all(
      subscribed
        .filter(({ method }) => phones.includes(method))
        .map(async ({ method, subscription_sealed: sealed }) => {
          const subscription = openSubscription(platform, account, method, sealed);
          if (subscription === undefined) return;
          const pushed = await sendPush(sender, subscription, deviceAsks);
          platform.metrics.push(pushed);
          if (pushed === 'gone') await deleteSubscription(platform.db.kysely, account, method);
        }),
    );
  };
  return (account, phones) => {
    tell(account, phones).catch((error: unknown) => platform.log.fault('phones were not told', error));
  };
}

function pushSenderOf({ config, keys, publicOrigin }: Platform): PushSender {
  const { publicUrl, mailFrom } = config;
  const address = mailFrom === undefined ? undefined : (/<([^<>]*)>$/.exec(mailFrom)?.[1] ?? mailFrom);
  const subject =
    publicUrl?.protocol === 'https:' ? publicOrigin() : `mailto:${address ?? 'postern@localhost.invalid'}`;
  return { keys: keys.push, subject, allowPrivate: config.privatePush === 'allow' };
}

/** What the database keeps of a subscription is bound to its phone. */
export function subscriptionContext(account: AccountId, method: KeyMethodId): string {
  return `push subscription ${account} ${method}`;
}

function openSubscription(
  { keys }: Platform,
  account: AccountId,
  method: KeyMethodId,
  sealed: Uint8Array,
): Subscription | undefined {
  const opened = keys.openAtRest(subscriptionContext(account, method), sealed);
  const text = opened && fromUtf8(opened);
  return text === undefined ? undefined : pushSubscription.parse(JSON.parse(text));
}
