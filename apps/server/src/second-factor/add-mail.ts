import type { beginMailFactor, finishMailFactor } from '@postern/contract';
import { ok } from '@postern/core';
import { limitCodes, limitFactorMail } from '../account/attempt-limits.ts';
import { redeemCode } from '../account/mailed-code.ts';
import { requireFresh } from '../account/require-fresh.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { addFactor, answerAdded, requireRoom } from './enrol.ts';
import { mailFactorCodeTo } from './mail-code.ts';

/** Mails the code that shows that the mailbox is read. */
export function startMailFactor(platform: Platform): Handler<typeof beginMailFactor, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const room = await requireRoom(platform.db.kysely, caller, 'mail');
    if (!room.ok) return room;
    const limited = await limitFactorMail(platform.limits, caller.account);
    if (!limited.ok) return limited;
    await mailFactorCodeTo(platform, caller.email, 'mail-factor');
    return ok({});
  };
}

/** Turns mailed codes on. */
export function completeMailFactor(platform: Platform): Handler<typeof finishMailFactor, Session> {
  return async ({ body: { code }, caller, call }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const limited = await limitCodes(platform.limits, call.client.address);
    if (!limited.ok) return limited;
    const nowMs = platform.clock.nowMs();
    const added = await platform.db.transaction(async (queries) => {
      const room = await requireRoom(queries, caller, 'mail');
      if (!room.ok) return room;
      const subject = { purpose: 'mail-factor', email: caller.email } as const;
      const redeemed = await redeemCode(queries, platform.keys, subject, code, nowMs);
      return redeemed.ok ? ok(await addFactor(queries, caller, { kind: 'mail', name: '', nowMs })) : redeemed;
    });
    return answerAdded(platform, caller, added);
  };
}
