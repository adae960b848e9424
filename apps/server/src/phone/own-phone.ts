import type { listPhones, readPhoneAccount, unpairPhone } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { handMailOver } from '../account/mailed-code.ts';
import { listPhoneMethods, markUnpaired } from '../account/phone-methods.ts';
import { recordAccess } from '../account/record-access.ts';
import { serveKeys } from '../account/serve-keys.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { phoneUnpaired } from '../platform/mail/phone-mails.ts';
import type { Platform } from '../platform/platform.ts';
import { asPhone } from './as-phone.ts';
import { phoneMoved } from './phone-moved.ts';
import { deleteSubscription, listSubscriptions } from './queries.ts';

/** The account's sealed keys, for a phone that opens them with what it holds. */
export function showPhoneAccount({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof readPhoneAccount, undefined> {
  return async ({ body, call }) => {
    const phone = await asPhone(platform, call, body.phone);
    if (!phone.ok) return phone;
    return platform.db.transaction(async (queries) => {
      const served = await serveKeys(queries, phone.value);
      if (served === undefined) return refuse('phone_unknown');
      const pushed = await listSubscriptions(queries, phone.value.account);
      return ok({
        ...served,
        hasPush: pushed.some(({ method }) => method === phone.value.method),
      });
    });
  };
}

/** Takes the phone's word that it has no key any more. Its wrap stays until the person takes it off the account. */
export function letGoOfPhone({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof unpairPhone, undefined> {
  return async ({ body, call }) => {
    const found = await asPhone(platform, call, body.phone);
    if (!found.ok) return found;
    const { account, email, label } = found.value;
    const { db, clock, feed } = platform;
    const atMs = clock.nowMs();
    const marked = await db.transaction(async (queries) => {
      await deleteSubscription(queries, account, found.value.method);
      return markUnpaired(queries, found.value, atMs);
    });
    if (!marked) return refuse('phone_unknown');
    feed.publish(phoneMoved(account));
    await recordAccess(platform, { account, kind: 'phone_unpaired', address: call.client.address });
    const text = phoneUnpaired({ label, origin: platform.publicOrigin(), atMs });
    await handMailOver(platform, { to: email, ...text });
    return ok({});
  };
}

export function showPhones({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof listPhones, Session> {
  return async ({ caller }) => {
    const { kysely } = platform.db;
    const phones = await listPhoneMethods(kysely, caller);
    const pushed = await listSubscriptions(kysely, caller.account);
    return ok({ withPush: pushed.map(({ method }) => method).filter((method) => phones.includes(method)) });
  };
}
