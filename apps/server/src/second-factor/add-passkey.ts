import type { beginPasskey, finishPasskey } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import { limitConfirmation } from '../account/attempt-limits.ts';
import { requireFresh } from '../account/require-fresh.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { addFactor, answerAdded, requireRoom } from './enrol.ts';
import { openForMs } from './offer.ts';
import { newChallenge, passkeyCreationOptions, readNewPasskey } from './passkeys.ts';
import { findCeremony, insertPasskey, listPasskeys, putCeremony, takeCeremony } from './queries.ts';

/** What the browser is asked for; passkeys that the account has are excluded. */
export function startPasskey(platform: Platform): Handler<typeof beginPasskey, Session> {
  return async ({ caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const { kysely } = platform.db;
    const room = await requireRoom(kysely, caller, 'passkey');
    if (!room.ok) return room;
    const challenge = newChallenge();
    await putCeremony(kysely, {
      session: caller.id,
      purpose: 'add-passkey',
      content: challenge,
      expires_at_ms: platform.clock.nowMs() + openForMs,
    });
    const passkeys = await listPasskeys(kysely, caller.account);
    return ok(passkeyCreationOptions(platform.publicOrigin(), challenge, { ...caller, passkeys }));
  };
}

/** Enrols the passkey or security key that answered. */
export function completePasskey(platform: Platform): Handler<typeof finishPasskey, Session> {
  return async ({ body: { name, attestation }, caller }) => {
    const inForce = requireInForce(caller);
    if (!inForce.ok) return inForce;
    const fresh = requireFresh(platform, caller);
    if (!fresh.ok) return fresh;
    const limited = await limitConfirmation(platform.limits, 'passkey', caller.account);
    if (!limited.ok) return limited;
    const { db, clock } = platform;
    const nowMs = clock.nowMs();
    const challenge = await findCeremony(db.kysely, caller.id, 'add-passkey', nowMs);
    if (challenge === undefined) return refuse('ticket_expired');
    const passkey = await readNewPasskey(platform.publicOrigin(), challenge, attestation);
    if (passkey === undefined) return refuse('second_factor_wrong', { field: '/attestation' });
    const { account } = caller;
    const added = await db.transaction(async (queries) => {
      const room = await requireRoom(queries, caller, 'passkey');
      if (!room.ok) return room;
      if (!(await takeCeremony(queries, caller.id, 'add-passkey', challenge)))
        return refuse('ticket_expired');
      const known = await listPasskeys(queries, account);
      if (known.some(({ credentialId }) => credentialId === passkey.credentialId)) {
        return refuse('second_factor_wrong', { field: '/attestation' });
      }
      const factor = await addFactor(queries, caller, { kind: 'passkey', name, nowMs });
      await insertPasskey(queries, { factor: factor.id, account }, passkey);
      return ok(factor);
    });
    return answerAdded(platform, caller, added);
  };
}
