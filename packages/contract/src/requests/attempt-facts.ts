import { parseIpAddress } from '@postern/core';
import { z } from 'zod';
import { clientKind, clientVersion, sessionId, timeMs } from '../fields.ts';
import { factorStrength } from '../second-factor/second-factor.ts';

/**
 * Where somebody came from; empty where the connection was gone before the server could tell. DEFENCE: one address in its
 * one spelling. A range would be allowed to a whole network, and words would be read as the product's own (row BW03).
 */
const seenAddress = z
  .string()
  .max(64)
  .refine((text) => text === '' || parseIpAddress(text) === text, 'expected one network address');

/** From where and with what somebody came, as the server saw it: what the gate decides from beside the ledger. */
export const attemptFacts = z.strictObject({
  clientKind,
  clientVersion,
  address: seenAddress,
  session: sessionId,
  factorsUsed: z.array(factorStrength).max(3),
  factorsEnrolled: z.array(factorStrength).max(3),
  authenticatedAtMs: timeMs,
  /** Which keys of the account it came with. Absent where nobody noted it. */
  keys: z
    .strictObject({ generation: z.int().min(1), resetBy: z.enum(['password', 'phone']).nullable() })
    .optional(),
});
export type AttemptFacts = z.infer<typeof attemptFacts>;
