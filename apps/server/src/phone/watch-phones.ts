import type { watchApproval, watchPhoneApprovals, watchPhones } from '@postern/contract';
import { type AccountId, ok, type Result, type SessionId } from '@postern/core';
import type { Session } from '../account/session.ts';
import type { Watchers } from '../organization/watch-organization.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { StartStream } from '../platform/http/event-stream.ts';
import type { Platform } from '../platform/platform.ts';
import { asPhone } from './as-phone.ts';
import { findOwnApproval } from './follow-approval.ts';

/**
 * Streams that say `phone` when something about the account's phones moved, and nothing more: whoever hears it asks. A stream
 * ends after a while, so that whoever lost the right to it has to show it again.
 */

const longestMs = 15 * 60_000;

interface WatchPorts {
  readonly platform: Platform;
  readonly watchers: Watchers;
}

export function watchFromSession(ports: WatchPorts): Handler<typeof watchPhones, Session> {
  return async ({ caller }) => watch(ports, caller.account, caller.id, caller.id);
}

export function watchFromPhone(ports: WatchPorts): Handler<typeof watchPhoneApprovals, undefined> {
  return async ({ body, call }) => {
    const phone = await asPhone(ports.platform, call, body.phone);
    return phone.ok ? watch(ports, phone.value.account, `phone ${phone.value.method}`, undefined) : phone;
  };
}

/** The device that asks. A question that is over says so once and for all when it is read. */
export function watchFromAsker(ports: WatchPorts): Handler<typeof watchApproval, undefined> {
  return async ({ body }) => {
    const found = await findOwnApproval(ports.platform, body.token);
    if (!found.ok) return found.code === 'approval_expired' ? found : ok(saidOnce);
    return watch(ports, found.value.account, `approval ${found.value.id}`, undefined);
  };
}

const saidOnce: StartStream = (stream) => {
  stream.send({ kind: 'phone' });
  stream.end();
  return () => {};
};

function watch(
  { platform, watchers }: WatchPorts,
  account: AccountId,
  place: string,
  session: SessionId | undefined,
): Result<StartStream, 'rate_limited'> {
  const taken = watchers.enter(place);
  if (!taken.ok) return taken;
  return ok((stream) => {
    const unsubscribe = platform.feed.subscribe(({ kind, account: about, details }) => {
      if (kind === 'resync' || (kind === 'phone' && about === account)) stream.send({ kind: 'phone' });
      if (kind === 'session-ended' && session !== undefined && details?.session === session) stream.end();
    });
    const timer = setTimeout(() => stream.end(), longestMs);
    timer.unref();
    stream.send({ kind: 'hello' });
    return () => {
      clearTimeout(timer);
      unsubscribe();
      taken.value();
    };
  });
}
