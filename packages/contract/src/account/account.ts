import { z } from 'zod';
import { accountStateBodyLimitBytes, endpoint } from '../endpoint.ts';
import {
  accountId,
  bytesB64,
  clientInfo,
  clientKind,
  email,
  mailedCode,
  opaqueMessage,
  organizationId,
  reference,
  sessionId,
  timeMs,
} from '../fields.ts';
import { accountState, keyStorageSet } from './key-objects.ts';
import { waitingGeneration } from './password-reset.ts';

export const getAccount = endpoint({
  name: 'getAccount',
  method: 'GET',
  path: '/api/account',
  access: 'session',
  summary: 'The signed-in account with everything its keys are opened from.',
  answer: z.strictObject({
    account: accountId,
    email,
    session: sessionId,
    createdAtMs: timeMs,
    authenticatedAtMs: timeMs,
    /** What the client of this session last said of itself. */
    clientVersion: z.string(),
    keyStatement: bytesB64(4096),
    keys: keyStorageSet,
    stateRevision: z.int().min(1),
    /** Which generation of the account's keys this session is of. */
    generation: z.int().min(1),
    /** The highest that was ever begun. */
    newestGeneration: z.int().min(1),
    /** One that was begun without the keys in force and waits: this session's own, or one that can be refused. */
    waiting: waitingGeneration.optional(),
  }),
  refusals: [],
});

/** An update of the program must not cost another sign-in. What kind of client it is stays as it was at sign-in. */
export const announceClientVersion = endpoint({
  name: 'announceClientVersion',
  method: 'PUT',
  path: '/api/account/session/client-version',
  access: 'session',
  summary: 'The client of this session is another version now.',
  body: clientInfo.pick({ version: true }),
  answer: z.strictObject({}),
  refusals: [],
});

export const getAccountState = endpoint({
  name: 'getAccountState',
  method: 'GET',
  path: '/api/account/state',
  access: 'session',
  summary: 'The sealed account state: keyring and heads.',
  answer: accountState,
  refusals: [],
});

export const putAccountState = endpoint({
  name: 'putAccountState',
  method: 'PUT',
  path: '/api/account/state',
  access: 'session',
  summary: 'Replace the sealed account state; `revision` must be one above the stored one.',
  body: accountState,
  answer: z.strictObject({}),
  refusals: ['key_objects_invalid', 'state_moved'],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

/**
 * Change of password: new OPAQUE record and new key storage in one transaction, other sessions ended. Needs a session
 * that was authenticated within the last 10 minutes.
 */
export const beginPasswordChange = endpoint({
  name: 'beginPasswordChange',
  method: 'POST',
  path: '/api/account/password/begin',
  access: 'session',
  summary: 'First message of the OPAQUE registration of a new password.',
  body: z.strictObject({ registrationRequest: opaqueMessage }),
  answer: z.strictObject({ registrationResponse: opaqueMessage }),
  refusals: ['reauthentication_required', 'second_factor_required', 'opaque_malformed'],
});

export const finishPasswordChange = endpoint({
  name: 'finishPasswordChange',
  method: 'POST',
  path: '/api/account/password/finish',
  access: 'session',
  summary: 'Store the new record and the keys wrapped for it; ends all other sessions.',
  body: z.strictObject({ registrationRecord: opaqueMessage, keys: keyStorageSet, state: accountState }),
  answer: z.strictObject({ endedSessions: z.int().min(0) }),
  refusals: [
    'reauthentication_required',
    'second_factor_required',
    'opaque_malformed',
    'signature_wrong',
    'key_objects_invalid',
    'state_moved',
  ],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

/** `door`: begun without the second factor, good for the owner's door and for signing out. */
export const sessionScope = z.enum(['full', 'door']);

export const readOwnSession = endpoint({
  name: 'readOwnSession',
  method: 'GET',
  path: '/api/account/session',
  access: 'session',
  summary: 'Whose session this is and what it is good for; `endsAtMs` where it ends by itself.',
  answer: z.strictObject({ email, scope: sessionScope, endsAtMs: timeMs.optional() }),
  refusals: [],
});
export type OwnSession = z.infer<typeof readOwnSession.answer>;

export const session = z.strictObject({
  session: sessionId,
  current: z.boolean(),
  scope: sessionScope,
  clientKind,
  clientVersion: z.string(),
  userAgent: z.string(),
  address: z.string(),
  createdAtMs: timeMs,
  lastUsedAtMs: timeMs,
});
export type SessionView = z.infer<typeof session>;

export const listSessions = endpoint({
  name: 'listSessions',
  method: 'GET',
  path: '/api/account/sessions',
  access: 'session',
  summary: 'The sessions of this account, the most recently used first.',
  answer: z.strictObject({ sessions: z.array(session) }),
  refusals: [],
});

export const revokeSession = endpoint({
  name: 'revokeSession',
  method: 'DELETE',
  path: '/api/account/sessions/:session',
  access: 'session',
  summary: 'End another session; its open clients lock at once.',
  params: z.strictObject({ session: sessionId }),
  answer: z.strictObject({}),
  refusals: ['generation_waits', 'not_found'],
});

/** What the account's own access log holds. */
export const accessRecord = z.strictObject({
  atMs: timeMs,
  kind: z.enum([
    'sign_in',
    'sign_in_failed',
    /** With the password alone, into a session for the owner's door. */
    'owners_door_sign_in',
    'owners_door_opened',
    /** With the recovery code. */
    'organization_recovered',
    'sign_out',
    'password_changed',
    /** A code was mailed to somebody who had forgotten the password. */
    'password_reset_asked',
    /** With keys that were brought back. */
    'password_reset',
    /** Without them: a generation of keys was begun, and waits. */
    'generation_begun',
    /** It is the one in force now. */
    'generation_taken',
    /** By a session of the keys in force. */
    'generation_refused',
    'session_revoked',
    'denied',
    /** The password was right; the second factor is still to come. */
    'second_factor_asked',
    'second_factor_failed',
    'second_factor_added',
    'second_factor_removed',
    'backup_codes_made',
    'backup_code_used',
    'key_method_added',
    'key_method_removed',
    'keys_replaced',
    /** The keys were brought to a device by it, or second factors were reset with it. */
    'key_method_used',
    /** A device that asked was handed the keys by a phone; refused; refused as somebody else's. */
    'phone_approved',
    'phone_denied',
    'phone_reported',
    'phone_unpaired',
    /** By the operator. */
    'second_factors_reset',
    /** Access to an organization was asked for; the code is that of the denial. */
    'request_made',
    'request_granted',
    'request_refused',
  ]),
  code: z.string().optional(),
  organization: organizationId.optional(),
  clientKind: clientKind.optional(),
  address: z.string(),
  reference: reference.optional(),
});
export type AccessRecord = z.infer<typeof accessRecord>;

export const listAccessLog = endpoint({
  name: 'listAccessLog',
  method: 'GET',
  path: '/api/account/access-log',
  access: 'session',
  summary: 'The last 200 sign-ins and denials of this account.',
  answer: z.strictObject({ records: z.array(accessRecord) }),
  refusals: ['generation_waits'],
});

export const beginAccountDeletion = endpoint({
  name: 'beginAccountDeletion',
  method: 'POST',
  path: '/api/account/deletion/begin',
  access: 'session',
  summary: 'Mail a code that confirms the deletion.',
  body: z.strictObject({}),
  answer: z.strictObject({}),
  refusals: ['generation_waits', 'reauthentication_required', 'second_factor_required', 'owns_organization'],
});

export const finishAccountDeletion = endpoint({
  name: 'finishAccountDeletion',
  method: 'POST',
  path: '/api/account/deletion/finish',
  access: 'session',
  summary: 'Delete the account and all its sessions.',
  body: z.strictObject({ code: mailedCode }),
  answer: z.strictObject({}),
  refusals: ['generation_waits', 'owns_organization', 'code_wrong', 'code_expired', 'too_many_attempts'],
});
