import { z } from 'zod';
import { clientKind, sessionId, timeMs } from '../fields.ts';
import { factorStrength } from '../second-factor/second-factor.ts';

/** From where and with what somebody came, as the server saw it: what the gate decides from beside the ledger. */
export const attemptFacts = z.strictObject({
  clientKind,
  clientVersion: z.string().max(32),
  address: z.string().max(64),
  session: sessionId,
  factorsUsed: z.array(factorStrength).max(3),
  factorsEnrolled: z.array(factorStrength).max(3),
  authenticatedAtMs: timeMs,
});
export type AttemptFacts = z.infer<typeof attemptFacts>;
