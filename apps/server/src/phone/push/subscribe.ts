import type { readPushKey, stopPush, usePush } from '@postern/contract';
import { fromBase64Url, ok, refuse, utf8 } from '@postern/core';
import type { Handler } from '../../platform/http/bind-endpoint.ts';
import type { Platform } from '../../platform/platform.ts';
import { asPhone } from '../as-phone.ts';
import { phoneMoved } from '../phone-moved.ts';
import { deleteSubscription, putSubscription } from '../queries.ts';
import { isAllowedEndpoint } from './send-push.ts';
import { subscriptionContext } from './tell-phones.ts';

interface PushPorts {
  readonly platform: Platform;
}

export function showPushKey({ platform }: PushPorts): Handler<typeof readPushKey, undefined> {
  return async () => ok({ key: platform.keys.push.publicKeyB64 });
}

/** Keeps where a phone is told, in the place of what it said before. */
export function keepSubscription({ platform }: PushPorts): Handler<typeof usePush, undefined> {
  return async ({ body, call }) => {
    const phone = await asPhone(platform, call, body.phone);
    if (!phone.ok) return phone;
    const { account, method } = phone.value;
    const { subscription } = body;
    const fits =
      isAllowedEndpoint(subscription.endpoint, platform.config.privatePush === 'allow') &&
      fromBase64Url(subscription.keys.p256dh)?.length === 65 &&
      fromBase64Url(subscription.keys.auth)?.length === 16;
    if (!fits) return refuse('push_service_refused', { field: '/subscription' });
    const context = subscriptionContext(account, method);
    await putSubscription(platform.db.kysely, {
      account,
      method,
      subscription_sealed: platform.keys.sealAtRest(context, utf8(JSON.stringify(subscription))),
      made_at_ms: platform.clock.nowMs(),
    });
    platform.feed.publish(phoneMoved(account));
    return ok({});
  };
}

export function dropSubscription({ platform }: PushPorts): Handler<typeof stopPush, undefined> {
  return async ({ body, call }) => {
    const phone = await asPhone(platform, call, body.phone);
    if (!phone.ok) return phone;
    await deleteSubscription(platform.db.kysely, phone.value.account, phone.value.method);
    platform.feed.publish(phoneMoved(phone.value.account));
    return ok({});
  };
}
