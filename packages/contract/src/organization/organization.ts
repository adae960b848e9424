import { z } from 'zod';
import { defaultBodyLimitBytes, endpoint, writeBodyLimitBytes } from '../endpoint.ts';
import { bytesB64, head, organizationId, requestId, seq } from '../fields.ts';

const organizationParams = z.strictObject({ organization: organizationId });

/**
 * A sealed key that goes with an event. `subject` is `organization`, `group:<id>` or a vault id; `recipient` is
 * `member:<id>`, `group:<id>:<epoch>`, `invite:<id>`, `organization:<epoch>`, `recovery:<version>` or `link`
 * (docs/protocol/ledger.md).
 */
export const sealedKey = z.strictObject({
  subject: z.string().max(64),
  epoch: z.int().min(1),
  recipient: z.string().max(128),
  granter: z.string().max(64),
  sealed: bytesB64(4096),
});
export type SealedKey = z.infer<typeof sealedKey>;

export const createOrganization = endpoint({
  name: 'createOrganization',
  method: 'POST',
  path: '/api/organizations',
  access: 'session',
  summary: 'Found an organization: its genesis event and the organization key sealed to the owner.',
  body: z.strictObject({ genesis: bytesB64(64 * 1024), sealedKeys: z.array(sealedKey).max(4) }),
  answer: z.strictObject({ organization: organizationId }),
  refusals: [
    'generation_waits',
    'address_taken',
    'address_reserved',
    'address_invalid',
    'name_invalid',
    'event_malformed',
    'signature_wrong',
    'ledger_event_refused',
    'sealed_keys_incomplete',
    'object_malformed',
    'clock_skew',
  ],
});

export const listOrganizations = endpoint({
  name: 'listOrganizations',
  method: 'GET',
  path: '/api/organizations',
  access: 'session',
  summary:
    'Ids of the organizations this account is in. The client believes only those its sealed state or a join vouches for.',
  answer: z.strictObject({ organizations: z.array(z.strictObject({ organization: organizationId, head })) }),
  refusals: [],
});

export const readLedger = endpoint({
  name: 'readLedger',
  method: 'GET',
  path: '/api/organizations/:organization/ledger',
  access: 'organization',
  summary: 'Events from `from` on, at most 2,000 of them, verbatim; `more` when there are others.',
  params: organizationParams,
  query: z.strictObject({ from: z.coerce.number().int().min(0) }),
  answer: z.strictObject({ events: z.array(bytesB64(defaultBodyLimitBytes)), more: z.boolean() }),
  refusals: [],
});

export const appendLedger = endpoint({
  name: 'appendLedger',
  method: 'POST',
  path: '/api/organizations/:organization/ledger',
  access: 'organization',
  summary: 'Append signed events on the current head (compare-and-swap), with the sealed keys they call for.',
  params: organizationParams,
  body: z.strictObject({
    events: z.array(bytesB64(defaultBodyLimitBytes)).min(1).max(500),
    sealedKeys: z.array(sealedKey).max(10_000),
    /** The request for access that they settle: nothing is appended when somebody else has settled it. */
    request: requestId.optional(),
  }),
  answer: z.strictObject({ head }),
  refusals: [
    'head_moved',
    'event_malformed',
    'ledger_event_refused',
    'signature_wrong',
    'sealed_keys_incomplete',
    'object_malformed',
    'wrong_organization',
    'clock_skew',
    'permission_missing',
    'heads_wrong',
    'seat_limit_reached',
    'storage_full',
    'would_lock_out_author',
    'would_lock_out_author_later',
    'would_lock_out_owner',
    'would_lock_out_custodians',
    'minimum_version_above_own',
    'address_of_proxy',
    'not_found',
    'request_settled',
  ],
  bodyLimitBytes: writeBodyLimitBytes,
});

export const readSealedKeys = endpoint({
  name: 'readSealedKeys',
  method: 'GET',
  path: '/api/organizations/:organization/sealed-keys',
  access: 'organization',
  summary:
    'Keys sealed to the asking member and their groups (and, for custodians, to the organization key), and epoch links.',
  params: organizationParams,
  answer: z.strictObject({ sealedKeys: z.array(sealedKey) }),
  refusals: [],
});

/** Heads of the ledger and of every vault the member may see; what a client compares to know whether anything is new. */
export const heads = z.strictObject({
  ledger: head,
  vaults: z.record(z.string(), head),
});
export type Heads = z.infer<typeof heads>;

export const readHeads = endpoint({
  name: 'readHeads',
  method: 'GET',
  path: '/api/organizations/:organization/heads',
  access: 'organization',
  summary:
    'The heads; with `known` (hash of the canonical heads the client has) only whether they are still the same.',
  params: organizationParams,
  query: z.strictObject({ known: z.string().length(43).optional() }),
  answer: z.union([
    z.strictObject({ same: z.literal(true) }),
    z.strictObject({ same: z.literal(false), heads }),
  ]),
  refusals: [],
});

/**
 * What an event lists that ends somebody's right to write: `vaultsToList` of the ledger says which of these it has to
 * name. Members without the permissions get the vaults they may see.
 */
export const readVaultHeads = endpoint({
  name: 'readVaultHeads',
  method: 'GET',
  path: '/api/organizations/:organization/vault-heads',
  access: 'organization',
  summary:
    'Newest manifests of all vaults that were written to, for custodians and who manages members or groups; else of one’s own.',
  params: organizationParams,
  answer: z.strictObject({ vaults: z.record(z.string(), head) }),
  refusals: [],
});

/** One line of the event stream: what moved, never what it holds. */
export const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello') }),
  z.strictObject({ kind: z.literal('ledger'), head }),
  z.strictObject({ kind: z.literal('vault'), vault: z.string(), head }),
  z.strictObject({ kind: z.literal('gate') }),
  /** A request for access of the member's own moved. */
  z.strictObject({ kind: z.literal('request') }),
  /** How many requests are open that this member can help with. */
  z.strictObject({ kind: z.literal('requests'), open: z.int().min(0) }),
  /** The access log has new lines; said to who reads the audit log, at most once a second. */
  z.strictObject({ kind: z.literal('log') }),
  z.strictObject({ kind: z.literal('session-ended') }),
  /** A phone, a pairing or a question to phones moved (`phone/`). */
  z.strictObject({ kind: z.literal('phone') }),
]);
export type Change = z.infer<typeof change>;

export const watchOrganization = endpoint({
  name: 'watchOrganization',
  method: 'GET',
  path: '/api/organizations/:organization/changes',
  access: 'organization',
  summary: 'Server-sent events: each `data` line is a change. A `gate` change means: ask the gate again.',
  params: organizationParams,
  answer: change,
  answerForm: 'stream',
  refusals: ['rate_limited'],
});

/** An ordinary seq query for tails. */
export const fromSeq = z.strictObject({ from: seq });
