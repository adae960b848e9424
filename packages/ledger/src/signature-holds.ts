import type { Bytes } from '@postern/core';
import { type KeyStatement, verifyBytes } from '@postern/crypto/public';
import type { UnverifiedEvent } from './event.ts';
import { joinProofHolds } from './join-proof-holds.ts';
import type { LedgerState } from './state.ts';

/**
 * DEFENCE against events that the server makes up (attack rows 1P03, LP01, BW01): whether the event's signature is by this
 * key. A join must also bear that of the invitation's key.
 */
export async function signatureHolds(
  state: LedgerState | null,
  event: UnverifiedEvent,
  statement: KeyStatement | null,
  publicKey: Bytes,
): Promise<boolean> {
  const own = verifyBytes(publicKey, event.signature, event.message);
  return (await joinProofHolds(state, event, statement)) && own;
}
