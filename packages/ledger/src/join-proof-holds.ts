import { fromBase64Url } from '@postern/core';
import { joinProofMessage, type KeyStatement, verifyBytes } from '@postern/crypto/public';
import type { UnverifiedEvent } from './event.ts';
import { findInvitation, type LedgerState } from './state.ts';

/**
 * DEFENCE against a server that joins in somebody's place, under keys of its own (attack rows LP07, DL02, 1P05): whether a
 * join bears the signature of the invitation's key, as the state holds it, over exactly this joiner and these keys. True
 * of every other event; one to an invitation that has no key any more is for the reducer to refuse.
 */
export async function joinProofHolds(
  state: LedgerState | null,
  { payload }: UnverifiedEvent,
  statement: KeyStatement | null,
): Promise<boolean> {
  if (payload.type !== 'join' || state === null || statement === null) return true;
  const { account, email, invite, inviteSignature, member } = payload.body;
  const inviteKey = findInvitation(state, invite)?.keys?.signingKeyB64;
  if (inviteKey === undefined) return true;
  const proof = { account, email, invite, member, org: state.organization, statementHash: statement.hash };
  const key = fromBase64Url(inviteKey);
  const signature = fromBase64Url(inviteSignature);
  return key !== undefined && signature !== undefined && verifyBytes(key, signature, joinProofMessage(proof));
}
