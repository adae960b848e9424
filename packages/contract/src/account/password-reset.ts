import { maxKeyStorageMethods } from '@postern/core';
import { z } from 'zod';
import { accountStateBodyLimitBytes, endpoint } from '../endpoint.ts';
import {
  accountId,
  bytesB64,
  clientInfo,
  email,
  hash,
  mailedCode,
  opaqueMessage,
  organizationId,
  timeMs,
} from '../fields.ts';
import { secondFactorOffer, secondFactorProof } from '../second-factor/proof.ts';
import { keyMethod } from './key-methods.ts';
import { accountState, keyMethodRecord, keyStorageSet } from './key-objects.ts';
import { signedIn } from './sign-in.ts';

/**
 * Forgot password: 1. address, 2. mailed code for a ticket, 3. second factor where the account has one, 4. the keys by
 * any way that is left, or a new generation of keys that waits. docs/protocol/forgot-password.md.
 */

const ticket = bytesB64(32);

export const beginPasswordReset = endpoint({
  name: 'beginPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/begin',
  access: 'anyone',
  summary: 'Mail a code to an address. The answer is the same whether or not the address has an account.',
  body: z.strictObject({ email }),
  answer: z.strictObject({}),
  refusals: [],
});

export const verifyPasswordResetCode = endpoint({
  name: 'verifyPasswordResetCode',
  method: 'POST',
  path: '/api/account/password-reset/verify',
  access: 'anyone',
  summary: 'Exchange the mailed code for a ticket that is good for one reset within 30 minutes.',
  body: z.strictObject({ email, code: mailedCode }),
  answer: z.strictObject({ ticket }),
  refusals: ['code_wrong', 'code_expired', 'too_many_attempts'],
});

/**
 * What lets somebody back into an organization who resets without any way to the keys. `nobody`: as things stand there, no
 * one can, until the owner comes with the recovery code. `abandon`: it was never set up, and holds nothing yet.
 */
export const resetNeed = z.enum([
  'invitation',
  'recovery_code',
  'recovery_code_or_invitation',
  'nobody',
  'abandon',
]);
export type ResetNeed = z.infer<typeof resetNeed>;

export const organizationAtReset = z.strictObject({
  organization: organizationId,
  name: z.string(),
  address: z.string(),
  role: z.enum(['owner', 'custodian', 'member']),
  need: resetNeed,
  /** Whether nobody else can hand every vault over, so that the recovery code is all that is left. */
  isLastCustodian: z.boolean(),
  /** Addresses of some who can let the person in again; none where the second factor was not given. */
  helpers: z.array(z.string()).max(12),
  /** The recovery kit to look for, where there is one. */
  kit: z.strictObject({ version: z.int().min(1), madeAtMs: timeMs }).optional(),
});
export type OrganizationAtReset = z.infer<typeof organizationAtReset>;

/** One generation of the account's keys with all that they are opened from. */
export const keysAtReset = z.strictObject({
  generation: z.int().min(1),
  keyStatement: bytesB64(4096),
  /** Without anchor and wrap of the password, which is forgotten. */
  keys: keyStorageSet.extend({ methods: z.array(keyMethodRecord).max(maxKeyStorageMethods) }),
  /** What is known of each way to them, in the order of the signed statement. */
  methods: z.array(keyMethod),
  /** Sealed only for whoever has shown to have these keys. */
  state: accountState.partial({ sealed: true }),
});
export type KeysAtReset = z.infer<typeof keysAtReset>;

export const readPasswordReset = endpoint({
  name: 'readPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/read',
  access: 'anyone',
  summary:
    'What the ticket is good for: the second factor to give first, or the sealed keys and what depends on them.',
  body: z.strictObject({
    ticket,
    /** What whoever holds a key-storage method derives: it shows that its keys are open. A phone shows it itself. */
    proof: bytesB64(32).optional(),
  }),
  answer: z.union([
    z.strictObject({ email, expiresAtMs: timeMs, secondFactor: secondFactorOffer }),
    z.strictObject({
      email,
      expiresAtMs: timeMs,
      /** It goes on without the second factor: the session it ends in is good for the owner's door alone. */
      atDoor: z.boolean(),
      account: accountId,
      createdAtMs: timeMs,
      /** That in force first; then the one that waits, if one does. */
      generations: z.array(keysAtReset).min(1).max(2),
      /** The statement that the next generation follows on: of the one that waits, or of that in force. */
      latestStatement: bytesB64(4096),
      /** No generation of this account has had a higher number. */
      newestGeneration: z.int().min(1),
      /** Somebody refused a generation lately: without keys none can be begun before. */
      anewAfterMs: timeMs.optional(),
      organizations: z.array(organizationAtReset),
    }),
  ]),
  refusals: ['ticket_expired'],
});
export type PasswordResetView = z.infer<typeof readPasswordReset.answer>;

export const giveFactorAtReset = endpoint({
  name: 'giveFactorAtReset',
  method: 'POST',
  path: '/api/account/password-reset/second-factor',
  access: 'anyone',
  summary:
    'Give the second factor of the account whose mailbox is proven; a mailed code is none, since it proves that again.',
  body: z.strictObject({ ticket, proof: secondFactorProof }),
  answer: z.strictObject({}),
  refusals: ['ticket_expired', 'second_factor_wrong'],
});

export const skipFactorAtReset = endpoint({
  name: 'skipFactorAtReset',
  method: 'POST',
  path: '/api/account/password-reset/second-factor/skip',
  access: 'anyone',
  summary: 'Go on without the second factor: the session that it ends in is good for the owner’s door alone.',
  body: z.strictObject({ ticket }),
  answer: z.strictObject({}),
  refusals: ['ticket_expired'],
});

export const registerResetPassword = endpoint({
  name: 'registerResetPassword',
  method: 'POST',
  path: '/api/account/password-reset/password',
  access: 'anyone',
  summary: 'First message of the OPAQUE registration of the new password.',
  body: z.strictObject({ ticket, registrationRequest: opaqueMessage }),
  answer: z.strictObject({ registrationResponse: opaqueMessage }),
  refusals: ['ticket_expired', 'second_factor_required', 'opaque_malformed'],
});

/** A session, and what it is good for. */
export const signedInAfterReset = signedIn.extend({ scope: z.enum(['full', 'door']) });

export const finishPasswordReset = endpoint({
  name: 'finishPasswordReset',
  method: 'POST',
  path: '/api/account/password-reset/finish',
  access: 'anyone',
  summary:
    'Store the new password with keys that were brought back, signed by them; ends all sessions and starts one.',
  body: z.strictObject({
    ticket,
    registrationRecord: opaqueMessage,
    /** Which of the served generations was opened. */
    generation: z.int().min(1),
    keys: keyStorageSet,
    state: accountState,
    client: clientInfo,
  }),
  answer: signedInAfterReset,
  refusals: [
    'ticket_expired',
    'second_factor_required',
    'opaque_malformed',
    'signature_wrong',
    'key_objects_invalid',
    'state_moved',
  ],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

export const beginGeneration = endpoint({
  name: 'beginGeneration',
  method: 'POST',
  path: '/api/account/password-reset/begin-generation',
  access: 'anyone',
  summary:
    'Begin a generation of keys without those before it. It waits until every organization has taken it; ends all sessions and starts one.',
  body: z.strictObject({
    ticket,
    registrationRecord: opaqueMessage,
    /** Signed object `01`, of the next free number; names the latest statement by its hash. */
    keyStatement: bytesB64(4096),
    keys: keyStorageSet,
    state: accountState,
    client: clientInfo,
  }),
  answer: signedInAfterReset,
  refusals: [
    'ticket_expired',
    'second_factor_required',
    'opaque_malformed',
    'signature_wrong',
    'key_objects_invalid',
    'state_moved',
    'generation_refused_lately',
  ],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

/** A generation that was begun without the keys of the one in force, and waits for the organizations. */
export const waitingGeneration = z.strictObject({
  generation: z.int().min(2),
  cause: z.enum(['password', 'phone']),
  startedAtMs: timeMs,
  statementHash: hash,
});
export type WaitingGeneration = z.infer<typeof waitingGeneration>;

export const listClosedOrganizations = endpoint({
  name: 'listClosedOrganizations',
  method: 'GET',
  path: '/api/account/generations/closed',
  access: 'session',
  summary:
    'The organizations of this account that do not know the keys of this session, each with what it needs.',
  answer: z.strictObject({ organizations: z.array(organizationAtReset) }),
  refusals: [],
});

export const refuseGeneration = endpoint({
  name: 'refuseGeneration',
  method: 'POST',
  path: '/api/account/generations/refuse',
  access: 'session',
  summary:
    'From a session of the keys in force: drop the generation that waits, with its password and its sessions.',
  body: z.strictObject({ statementHash: hash }),
  answer: z.strictObject({}),
  refusals: ['state_moved'],
});
