import type { beginRecoveryProof, proveRecovery } from '@postern/contract';
import { type Bytes, fromBase64Url, ok, type Result, refuse } from '@postern/core';
import { recoveryProofHolds } from '@postern/crypto/public';
import type { Gathered } from '../access/facts.ts';
import { newToken, tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { limitRecovery, type OwnerAtDoor, ownerLetThrough } from './owner-at-door.ts';
import {
  findRecoveryProof,
  noteRecoveryProof,
  putRecoveryChallenge,
  takeRecoveryChallenge,
} from './queries.ts';

/** Long enough for a slow line; the client asks anew each time that it signs. */
const challengeMs = 60_000;
/** As long as a session at the door. */
const shownForMs = 30 * 60_000;

/**
 * Showing the recovery kit before the history is read: a challenge, and its signature by the recovery key, whose public half
 * is in the ledger. The code is not sent, and what is signed is good here and now only (object `06`).
 */
export function askForKit(platform: Platform): Handler<typeof beginRecoveryProof, Gathered> {
  return async ({ caller, call, params }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'read', session);
    if (!limited.ok) return limited;
    const { organization, recovery } = ledger.state;
    if (recovery === null) return refuse('setup_required', { params: { youAreOwner: true } });
    const { db, keys, clock } = platform;
    const challenge = newToken();
    await putRecoveryChallenge(
      db.kysely,
      { session: session.id, organization },
      {
        challenge_hash: tokenHash(keys, 'recovery-challenge', challenge),
        challenge_ends_at_ms: clock.nowMs() + challengeMs,
      },
    );
    const { address, forwardingHeadersIgnored } = call.client;
    return ok({
      organization,
      session: session.id,
      kit: { version: recovery.version, madeAtMs: recovery.sinceMs },
      challenge,
      address: forwardingHeadersIgnored ? null : address,
    });
  };
}

export function takeProofOfKit(platform: Platform): Handler<typeof proveRecovery, Gathered> {
  return async ({ caller, call, params, body }) => {
    const owner = await ownerLetThrough(platform, call, caller, params.address);
    if (!owner.ok) return owner;
    const { session, ledger } = owner.value;
    const limited = await limitRecovery(platform, 'prove', session);
    if (!limited.ok) return limited;
    const { organization: org, recovery } = ledger.state;
    if (recovery === null) return refuse('setup_required', { params: { youAreOwner: true } });
    const { db, keys, clock } = platform;
    const key = { session: session.id, organization: org };
    const { challenge } = body;
    const hash = tokenHash(keys, 'recovery-challenge', challenge);
    const isOurs = await takeRecoveryChallenge(db.kysely, key, hash, clock.nowMs());
    if (!isOurs) return refuse('ticket_expired', { field: '/challenge' });
    const { version, signingKeyB64 } = recovery;
    const signingKey = fromBase64Url(signingKeyB64);
    const proof = fromBase64Url(body.proof) as Bytes;
    const expected = { challenge, org, session: session.id, version };
    const holds = signingKey !== undefined && (await recoveryProofHolds(signingKey, proof, expected));
    if (!holds) return refuse('recovery_code_other', { field: '/proof' });
    await noteRecoveryProof(db.kysely, key, { version, proven_until_ms: clock.nowMs() + shownForMs });
    return ok({});
  };
}

/**
 * INVARIANT: nothing of the history, and no sealed key, for a session behind which stand no more than a password or a
 * mailbox, until it has shown the kit that counts (attack row X25): one that was begun without its second factor, or whose
 * keys wait. Whoever passed both reads what every member reads.
 */
export async function requireKitShown(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { session, ledger }: OwnerAtDoor,
): Promise<Result<undefined, 'recovery_proof_required'>> {
  if (session.scope === 'full' && !session.generationWaits) return ok();
  const { organization, recovery } = ledger.state;
  const shown = await findRecoveryProof(db.kysely, { session: session.id, organization });
  const counts =
    shown !== undefined && shown.version === recovery?.version && shown.proven_until_ms > clock.nowMs();
  return counts ? ok() : refuse('recovery_proof_required');
}
