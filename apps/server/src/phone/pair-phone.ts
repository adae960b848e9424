import type {
  answerPairing,
  beginPairing,
  cancelPairing,
  describePairing,
  readPairing,
} from '@postern/contract';
import { servedPairingAnswer } from '@postern/contract';
import { fromBase64Url, fromUtf8, ok, refuse, utf8 } from '@postern/core';
import { isSealed, ObjectType, sealingKeyBytes } from '@postern/crypto/public';
import { limitConfirmation } from '../account/attempt-limits.ts';
import { requireFresh } from '../account/require-fresh.ts';
import { serveKeys } from '../account/serve-keys.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { limitPairing } from './phone-limits.ts';
import { phoneMoved } from './phone-moved.ts';
import * as queries from './queries.ts';

/**
 * The server's part of a pairing: it keeps the phone's answer until the account's own client has taken it. It cannot make
 * one, since what authenticates it went from screen to camera. docs/protocol/phone.md.
 */

const pairingMs = 10 * 60_000;

export function startPairing({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof beginPairing, Session> {
  return async ({ params, caller }) => {
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { account, id: session, generation } = caller;
    const limited = await limitConfirmation(platform.limits, `phone pairing of ${generation}`, account);
    if (!limited.ok) return limited;
    await queries.putPairing(platform.db.kysely, {
      account,
      pairing: params.pairing,
      session,
      generation,
      answer_sealed: null,
      expires_at_ms: platform.clock.nowMs() + pairingMs,
    });
    return ok({ lastsMs: pairingMs });
  };
}

/** What the phone answered, for the session that began the pairing. */
export function showPairing({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof readPairing, Session> {
  return async ({ params, caller }) => {
    const { account, id: session } = caller;
    const found = await queries.findPairing(
      platform.db.kysely,
      account,
      params.pairing,
      platform.clock.nowMs(),
    );
    if (found?.session !== session) return refuse('pairing_expired');
    if (found.answer_sealed === null) return ok({});
    const opened = platform.keys.openAtRest(atRest(found), found.answer_sealed);
    const text = opened && fromUtf8(opened);
    if (text === undefined) throw new Error('an answer to a pairing does not open');
    return ok({ answer: servedPairingAnswer.parse(JSON.parse(text)) });
  };
}

export function endPairing({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof cancelPairing, Session> {
  return async ({ params, caller }) => {
    const { account, generation } = caller;
    await queries.deletePairing(platform.db.kysely, { account, generation, pairing: params.pairing });
    return ok({});
  };
}

/** Whose code the phone has read, for whoever knows the pairing's id, which only the code says. */
export function showPairingToPhone({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof describePairing, undefined> {
  return async ({ body, call }) => {
    const limited = await limitPairing(platform.limits, call.client.address);
    if (!limited.ok) return limited;
    const { db, clock } = platform;
    const found = await queries.findPairing(db.kysely, body.account, body.pairing, clock.nowMs());
    const served = found && (await db.transaction((within) => serveKeys(within, found)));
    if (served === undefined) return refuse('pairing_expired');
    return ok({ email: served.email, keyStatement: served.keyStatement });
  };
}

/** Keeps the first answer to a code; any other one is refused by name, so that a person whose phone comes second hears it. */
export function takePairingAnswer({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof answerPairing, undefined> {
  return async ({ body, call }) => {
    const limited = await limitPairing(platform.limits, call.client.address);
    if (!limited.ok) return limited;
    const { account, pairing, answer } = body;
    const anchor = fromBase64Url(answer.anchor);
    if (
      anchor === undefined ||
      !isSealed(anchor, ObjectType.methodAnchor) ||
      fromBase64Url(answer.sealingKey)?.length !== sealingKeyBytes
    ) {
      return refuse('key_objects_invalid', { field: '/answer' });
    }
    const { db, clock, keys, feed } = platform;
    const found = await queries.findPairing(db.kysely, account, pairing, clock.nowMs());
    if (found === undefined) return refuse('pairing_expired');
    const sealed = keys.sealAtRest(atRest(found), utf8(JSON.stringify(answer)));
    if (!(await queries.answerPairing(db.kysely, found, sealed))) {
      // A phone that did not hear that its answer arrived sends it again.
      const before = await queries.findPairing(db.kysely, account, pairing, clock.nowMs());
      const known = before?.answer_sealed && keys.openAtRest(atRest(found), before.answer_sealed);
      const isSame = known && fromUtf8(known) === JSON.stringify(answer);
      if (!isSame) return refuse('pairing_answered');
    }
    feed.publish(phoneMoved(account));
    return ok({});
  };
}

function atRest({ account, pairing }: Pick<queries.PairingRow, 'account' | 'pairing'>): string {
  return `phone pairing ${account} ${pairing}`;
}
