import { denialSchema, pathSchema } from '@postern/access';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { askedAddress, memberId, organizationId, reference, timeMs } from '../fields.ts';

export const gateAnswer = z.strictObject({
  organization: organizationId.optional(),
  /** Which member this account is. Told with the denials of its keys alone, so that it can ask to be invited again. */
  member: memberId.optional(),
  allowed: z.boolean(),
  denial: denialSchema.optional(),
  path: pathSchema,
  reference: reference.optional(),
  atMs: timeMs,
});
export type GateAnswer = z.infer<typeof gateAnswer>;

export const gateParams = z.strictObject({ address: askedAddress });

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
  params: gateParams,
  answer: gateAnswer,
  refusals: [],
});

const gateChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello') }),
  z.strictObject({ kind: z.literal('gate') }),
  /** A request for access of this account there moved. */
  z.strictObject({ kind: z.literal('request') }),
  z.strictObject({ kind: z.literal('session-ended') }),
]);

/** What a refused person waits on. It tells no more than {@link askGate} does, and an address nobody has is quiet. */
export const watchGate = endpoint({
  name: 'watchGate',
  method: 'GET',
  path: '/api/gate/:address/changes',
  access: 'session',
  summary:
    'Server-sent events: a `gate` change means that the gate now answers this session otherwise. Ask it.',
  params: gateParams,
  answer: gateChange,
  answerForm: 'stream',
  refusals: ['rate_limited'],
});
