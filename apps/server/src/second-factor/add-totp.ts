import type { beginTotp, finishTotp } from '@postern/contract';
import { fromBase64Url, ok, randomBytes, refuse, toBase64Url } from '@postern/core';
import { limitConfirmation } from '../account/attempt-limits.ts';
import { requireFresh } from '../account/require-fresh.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { addFactor, answerAdded, requireRoom } from './enrol.ts';
import { openForMs } from './offer.ts';
import { findCeremony, insertTotpSecret, putCeremony, takeCeremony } from './queries.ts';
import { findTotpStep, toBase32, totpSecretBytes, totpUri } from './totp.ts';
import { sealTotpSecret } from './totp-secret.ts';

const contextOf = ({ id }: Session) => `totp set-up ${id}`;
const noStepYet = -1;

/** Makes a secret and shows it this once. Nothing is enrolled before a first code of it. */
export function startTotp(platform: Platform): Handler<typeof beginTotp, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { db, keys, clock } = platform;
    const room = await requireRoom(db.kysely, caller, 'totp');
    if (!room.ok) return room;
    const secret = randomBytes(totpSecretBytes);
    const expiresAtMs = clock.nowMs() + openForMs;
    await putCeremony(db.kysely, {
      session: caller.id,
      purpose: 'add-totp',
      content: toBase64Url(keys.sealAtRest(contextOf(caller), secret)),
      expires_at_ms: expiresAtMs,
    });
    const secretB32 = toBase32(secret);
    const issuer = `Postern ${new URL(platform.publicOrigin()).host}`;
    return ok({ secretB32, uri: totpUri({ secretB32, issuer, account: caller.email }), expiresAtMs });
  };
}

/** Enrols the app whose code shows that it has the secret. That code is used up by it. */
export function completeTotp(platform: Platform): Handler<typeof finishTotp, Session> {
  return async ({ body: { name, code }, caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { db, keys, clock, limits } = platform;
    const limited = await limitConfirmation(limits, 'authenticator app', caller.account);
    if (!limited.ok) return limited;
    const nowMs = clock.nowMs();
    const content = await findCeremony(db.kysely, caller.id, 'add-totp', nowMs);
    const sealed = content === undefined ? undefined : fromBase64Url(content);
    const secret = sealed && keys.openAtRest(contextOf(caller), sealed);
    if (content === undefined || secret === undefined) return refuse('ticket_expired');
    const step = findTotpStep(secret, code, { nowMs, lastStep: noStepYet });
    if (step === undefined) return refuse('second_factor_wrong', { field: '/code' });
    const added = await db.transaction(async (queries) => {
      const room = await requireRoom(queries, caller, 'totp');
      if (!room.ok) return room;
      if (!(await takeCeremony(queries, caller.id, 'add-totp', content))) return refuse('ticket_expired');
      const factor = await addFactor(queries, caller, { kind: 'totp', name, nowMs });
      const secretSealed = sealTotpSecret(keys, factor.id, secret);
      await insertTotpSecret(queries, { factor: factor.id, secret_sealed: secretSealed, last_step: step });
      return ok(factor);
    });
    return answerAdded(platform, caller, added);
  };
}
