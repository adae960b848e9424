import { z } from 'zod';
import { accountStateBodyLimitBytes, endpoint } from '../endpoint.ts';
import { bytesB64, keyMethodId, timeMs } from '../fields.ts';
import { accountState, keyStorageSet, methodKind } from './key-objects.ts';
import { signedIn } from './sign-in.ts';

/** Ways to the keys of an account. docs/protocol/key-storage.md. */

/** What a browser needs to ask a passkey for its PRF. Of the passkey the server has nothing else. */
export const keyCredential = z.strictObject({
  id: bytesB64(1024),
  transports: z.array(z.string().regex(/^[a-z-]{1,32}$/)).max(8),
});

const label = z
  .string()
  .trim()
  .max(60, 'expected at most 60 characters')
  .refine((text) => !/\p{C}/u.test(text), 'expected a name without control characters');

/** What is known of a method besides its keys. */
export const keyMethod = z.strictObject({
  id: keyMethodId,
  kind: methodKind,
  /** What its person calls it; may be empty. */
  label: z.string(),
  createdAtMs: timeMs,
  lastUsedAtMs: timeMs.optional(),
  /** Of a passkey. */
  credential: keyCredential.optional(),
  /** Since when the phone says that it does not have the key any more. */
  unpairedAtMs: timeMs.optional(),
});
export type KeyMethodView = z.infer<typeof keyMethod>;

/** What comes with a new method. */
export const newKeyMethod = z.strictObject({
  id: keyMethodId,
  label,
  credential: keyCredential.optional(),
  /** What whoever holds the method shows. Absent for the password, which proves itself. */
  proof: bytesB64(32).optional(),
});
export type NewKeyMethod = z.infer<typeof newKeyMethod>;

export const listKeyMethods = endpoint({
  name: 'listKeyMethods',
  method: 'GET',
  path: '/api/account/key-storage',
  access: 'session',
  summary: 'The ways to the keys of this session’s generation, in the order of the signed statement.',
  answer: z.strictObject({ methods: z.array(keyMethod) }),
  refusals: [],
});

export const changeKeyStorage = endpoint({
  name: 'changeKeyStorage',
  method: 'POST',
  path: '/api/account/key-storage',
  access: 'session',
  summary:
    'Store the key storage that follows the present one, with the state sealed for it. Where a method is gone the account secret is new and all other sessions end.',
  body: z.strictObject({ keys: keyStorageSet, state: accountState, added: z.array(newKeyMethod).max(8) }),
  answer: z.strictObject({ endedSessions: z.int().min(0) }),
  refusals: [
    'reauthentication_required',
    'second_factor_required',
    'signature_wrong',
    'key_objects_invalid',
    'state_moved',
  ],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

export const replaceAccountKeys = endpoint({
  name: 'replaceAccountKeys',
  method: 'POST',
  path: '/api/account/keys',
  access: 'session',
  summary:
    'Put other keys in the place of those in force, which vouch for them; the key storage lists the password alone. All other sessions end.',
  body: z.strictObject({
    /** Signed object `01`, of the next free number; names the statement in force by its hash. */
    keyStatement: bytesB64(4096),
    /** Signed object `07`, by the keys in force. */
    succession: bytesB64(1024),
    keys: keyStorageSet,
    state: accountState,
  }),
  answer: z.strictObject({ endedSessions: z.int().min(0) }),
  refusals: [
    'reauthentication_required',
    'second_factor_required',
    'generation_waits',
    'signature_wrong',
    'key_objects_invalid',
    'state_moved',
  ],
  bodyLimitBytes: accountStateBodyLimitBytes,
});

export const noteKeyMethodUsed = endpoint({
  name: 'noteKeyMethodUsed',
  method: 'POST',
  path: '/api/account/key-storage/used',
  access: 'session',
  summary: 'The keys were got back by the method of this proof.',
  body: z.strictObject({ proof: bytesB64(32) }),
  answer: z.strictObject({}),
  refusals: ['key_opens_nothing'],
});

export const listKeyMethodsAtSignIn = endpoint({
  name: 'listKeyMethodsAtSignIn',
  method: 'POST',
  path: '/api/account/sign-in/key-methods',
  access: 'anyone',
  summary: 'The ways, other than the password, to the keys of an account whose password is proven.',
  body: z.strictObject({ token: bytesB64(32) }),
  answer: z.strictObject({ methods: z.array(keyMethod) }),
  refusals: ['ticket_expired'],
});

export const resetFactorsAtSignIn = endpoint({
  name: 'resetFactorsAtSignIn',
  method: 'POST',
  path: '/api/account/sign-in/key-method',
  access: 'anyone',
  summary:
    'In place of a second factor that is lost: a way to the keys other than the password. Removes all second factors and starts the session.',
  body: z.strictObject({ token: bytesB64(32), proof: bytesB64(32) }),
  answer: signedIn,
  refusals: ['generation_waits', 'key_opens_nothing', 'ticket_expired'],
});
