import { ruleCodes } from '@postern/access';
import { z } from 'zod';
import { signedIn } from '../account/sign-in.ts';
import { endpoint } from '../endpoint.ts';
import { bytesB64, email, organizationId, timeMs } from '../fields.ts';
import { gateAnswer, gateParams } from './gate.ts';

/**
 * The owner's door: for the owner whom a rule of the organization, or a lost second factor, keeps out. A password is
 * enough here. What gets the owner back in is the recovery code; that is no part of these endpoints.
 */

export const signInAtOwnersDoor = endpoint({
  name: 'signInAtOwnersDoor',
  method: 'POST',
  path: '/api/account/sign-in/owners-door',
  access: 'anyone',
  summary:
    'End a sign-in whose password is proven without its second factor, in a session of half an hour that is good for the owner’s door alone.',
  body: z.strictObject({ token: bytesB64(32) }),
  answer: signedIn,
  refusals: ['ticket_expired'],
});

/** So many people are named; of an organization that has more the owner knows whom to ask. */
export const maxOwnersHelpers = 20;

const ownersHelper = z.strictObject({
  email,
  /** Holds the organization key: every vault can be handed over again. */
  canRestore: z.boolean(),
  managesMembers: z.boolean(),
  managesSettings: z.boolean(),
});

export const ownersDoor = z.discriminatedUnion('opened', [
  /** As the gate answers, which it does for everybody who is not the owner, and for an owner whom it lets in. */
  z.strictObject({ opened: z.literal(false), gate: gateAnswer }),
  z.strictObject({
    opened: z.literal(true),
    organization: organizationId,
    /** The rules that keep this session out, in the gate's order. */
    rules: z.array(z.enum(ruleCodes)),
    /** The recovery kit that counts. */
    kit: z.strictObject({ version: z.int().min(1), madeAtMs: timeMs }),
    people: z.array(ownersHelper).max(maxOwnersHelpers),
    morePeople: z.int().min(0),
  }),
]);
export type OwnersDoorAnswer = z.infer<typeof ownersDoor>;

export const openOwnersDoor = endpoint({
  name: 'openOwnersDoor',
  method: 'POST',
  path: '/api/gate/:address/owners-door',
  access: 'session',
  summary:
    'What it takes for the owner to get back in. Recorded, and every custodian is told by mail. A session of the owner’s door that is not the owner’s is answered as one that is not signed in.',
  params: gateParams,
  body: z.strictObject({}),
  answer: ownersDoor,
  refusals: ['rate_limited'],
});
