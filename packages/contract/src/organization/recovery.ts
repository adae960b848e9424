import { z } from 'zod';
import { defaultBodyLimitBytes, endpoint, writeBodyLimitBytes } from '../endpoint.ts';
import { bytesB64, email, head, organizationId, sessionId, timeMs } from '../fields.ts';
import { gateParams } from './gate.ts';
import { sealedKey } from './organization.ts';

/**
 * Coming back with the recovery code, at the owner's door. The code never travels: what goes over the wire is an event
 * signed by the key that follows from it, and vault keys sealed anew. A session that was begun without its second factor, or
 * whose keys wait, shows the kit by a signature before it reads anything.
 */

export const beginRecoveryProof = endpoint({
  name: 'beginRecoveryProof',
  method: 'POST',
  path: '/api/gate/:address/recovery/proof/begin',
  access: 'session',
  summary:
    'For the owner at the owner’s door: which kit counts, and a challenge for its recovery key, good for a minute, once, and for this session alone.',
  params: gateParams,
  body: z.strictObject({}),
  answer: z.strictObject({
    /** To be compared with the kit before the code is typed, and with the genesis event after. */
    organization: organizationId,
    session: sessionId,
    kit: z.strictObject({ version: z.int().min(1).max(255), madeAtMs: timeMs }),
    challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 43 characters of base64url'),
    /** `null` where it may be a proxy's, which nobody is exempted by. */
    address: z.string().max(64).nullable(),
  }),
  refusals: ['recovery_denied', 'rate_limited'],
});

export const proveRecovery = endpoint({
  name: 'proveRecovery',
  method: 'POST',
  path: '/api/gate/:address/recovery/proof',
  access: 'session',
  summary:
    'For the owner at the owner’s door: the challenge, signed by the recovery key. From then on the session may read the history, for half an hour.',
  params: gateParams,
  body: z.strictObject({
    challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 43 characters of base64url'),
    proof: bytesB64(1024),
  }),
  answer: z.strictObject({}),
  refusals: ['recovery_denied', 'rate_limited', 'ticket_expired', 'recovery_code_other'],
});

export const readRecovery = endpoint({
  name: 'readRecovery',
  method: 'GET',
  path: '/api/gate/:address/recovery',
  access: 'session',
  summary:
    'For the owner at the owner’s door: events of the ledger from `from` on, at most 2,000 of them, verbatim, and the address this request comes from.',
  params: gateParams,
  query: z.strictObject({ from: z.coerce.number().int().min(0) }),
  answer: z.strictObject({
    events: z.array(bytesB64(defaultBodyLimitBytes)),
    more: z.boolean(),
    /** `null` where it may be a proxy's, which nobody is exempted by. */
    address: z.string().max(64).nullable(),
  }),
  refusals: ['recovery_denied', 'rate_limited', 'recovery_proof_required'],
});

export const readRecoveryKeys = endpoint({
  name: 'readRecoveryKeys',
  method: 'GET',
  path: '/api/gate/:address/recovery/keys',
  access: 'session',
  summary:
    'For the owner at the owner’s door: the vault keys of today that are sealed to the recovery key, and the newest manifest of every vault that was written to, which `recover` lists.',
  params: gateParams,
  answer: z.strictObject({ sealedKeys: z.array(sealedKey), heads: z.record(z.string(), head) }),
  refusals: ['recovery_denied', 'rate_limited', 'recovery_proof_required'],
});

export const recoverOrganization = endpoint({
  name: 'recoverOrganization',
  method: 'POST',
  path: '/api/gate/:address/recover',
  access: 'session',
  summary:
    'Append `recover`, signed by the recovery key: the owner’s keys, a new organization key, and the keys sealed to them. Told to everybody who held the keys. With the exemption from second factors, and where this owner made the kit, a session of the owner’s door becomes a full one and the account’s second factors are reset.',
  params: gateParams,
  body: z.strictObject({
    event: bytesB64(defaultBodyLimitBytes),
    sealedKeys: z.array(sealedKey).max(20_000),
  }),
  answer: z.strictObject({
    head,
    /** What the session is good for from now on. */
    scope: z.enum(['full', 'door']),
  }),
  refusals: [
    'recovery_denied',
    'rate_limited',
    'head_moved',
    'heads_wrong',
    'event_malformed',
    'ledger_event_refused',
    'signature_wrong',
    'sealed_keys_incomplete',
    'object_malformed',
    'wrong_organization',
    'clock_skew',
    'statement_wrong',
    'address_of_proxy',
  ],
  bodyLimitBytes: writeBodyLimitBytes,
});

/** Where giving up an organization stands. */
export const abandonment = z.strictObject({
  begunAtMs: timeMs,
  /** When it is deleted, unless it is taken back. */
  endsAtMs: timeMs,
});
export type Abandonment = z.infer<typeof abandonment>;

export const readAbandonment = endpoint({
  name: 'readAbandonment',
  method: 'GET',
  path: '/api/gate/:address/abandonment',
  access: 'session',
  summary: 'For the owner: whether the organization is being given up.',
  params: gateParams,
  answer: z.strictObject({ abandonment: abandonment.nullable() }),
  refusals: ['recovery_denied'],
});

export const beginAbandonment = endpoint({
  name: 'beginAbandonment',
  method: 'POST',
  path: '/api/gate/:address/abandonment/code',
  access: 'session',
  summary: 'For the owner: mail the code that confirms giving up the organization.',
  params: gateParams,
  body: z.strictObject({}),
  answer: z.strictObject({ sentTo: email }),
  refusals: ['recovery_denied', 'rate_limited'],
});

export const confirmAbandonment = endpoint({
  name: 'confirmAbandonment',
  method: 'POST',
  path: '/api/gate/:address/abandonment',
  access: 'session',
  summary:
    'For the owner: give up the organization with the mailed code. Every member is told; it is deleted after 30 days.',
  params: gateParams,
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, 'expected six digits') }),
  answer: abandonment,
  refusals: ['recovery_denied', 'rate_limited', 'code_wrong', 'code_expired', 'too_many_attempts'],
});

export const stopAbandonment = endpoint({
  name: 'stopAbandonment',
  method: 'DELETE',
  path: '/api/gate/:address/abandonment',
  access: 'session',
  summary: 'For the owner: take back giving up the organization.',
  params: gateParams,
  answer: z.strictObject({}),
  refusals: ['recovery_denied'],
});

const organizationParams = z.strictObject({ organization: organizationId });

export const readRecoveryKey = endpoint({
  name: 'readRecoveryKey',
  method: 'GET',
  path: '/api/organizations/:organization/recovery-key',
  access: 'organization',
  summary:
    'When the recovery kit was last confirmed, and whether the organization is being given up. For the owner and who manages members.',
  params: organizationParams,
  answer: z.strictObject({
    /** `null` as long as nobody has confirmed the kit that counts since it was made. */
    confirmedAtMs: timeMs.nullable(),
    abandonment: abandonment.nullable(),
  }),
  refusals: ['permission_missing'],
});

export const noteKitConfirmed = endpoint({
  name: 'noteKitConfirmed',
  method: 'POST',
  path: '/api/organizations/:organization/recovery-key/confirmed',
  access: 'organization',
  summary:
    'For the owner: note that the kit of this version is at hand. The client has compared it with the ledger.',
  params: organizationParams,
  body: z.strictObject({ version: z.int().min(1).max(255) }),
  answer: z.strictObject({ confirmedAtMs: timeMs }),
  refusals: ['owner_only', 'version_wrong'],
});

export const takeBackAbandonment = endpoint({
  name: 'takeBackAbandonment',
  method: 'DELETE',
  path: '/api/organizations/:organization/abandonment',
  access: 'organization',
  summary: 'Keep an organization that its owner is giving up. For who manages members.',
  params: organizationParams,
  answer: z.strictObject({}),
  refusals: ['permission_missing'],
});
