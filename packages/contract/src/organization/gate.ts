import { denialSchema, pathSchema } from '@postern/access';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { organizationId, timeMs } from '../fields.ts';

export const gateAnswer = z.strictObject({
  organization: organizationId.optional(),
  allowed: z.boolean(),
  denial: denialSchema.optional(),
  path: pathSchema,
  reference: z.string().optional(),
  atMs: timeMs,
});
export type GateAnswer = z.infer<typeof gateAnswer>;

/**
 * Asked by address, so that an address nobody has and one that is not yours give the same answer. It is outside the
 * gate because it *is* the question to the gate.
 */
export const askGate = endpoint({
  name: 'askGate',
  method: 'GET',
  path: '/api/gate/:address',
  access: 'session',
  summary: 'May this session enter the organization at this address, and if not, why.',
  params: z.strictObject({ address: z.string().min(1).max(64) }),
  answer: gateAnswer,
  refusals: [],
});
