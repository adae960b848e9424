import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { accountId, bytesB64, clientInfo, email, opaqueMessage, sessionId } from '../fields.ts';
import { secondFactorNeeded } from '../second-factor/proof.ts';

/** Sign-in: two OPAQUE messages. An unknown address gets the same bytes and the same work. docs/protocol/sign-up-and-sign-in.md. */

/** A browser gets its session as a cookie that scripts can't read; other clients get `token` once. */
export const signedIn = z.strictObject({
  account: accountId,
  session: sessionId,
  token: bytesB64(32).optional(),
});

export const beginSignIn = endpoint({
  name: 'beginSignIn',
  method: 'POST',
  path: '/api/account/sign-in/begin',
  access: 'anyone',
  summary: 'First OPAQUE message.',
  body: z.strictObject({
    email,
    startLoginRequest: opaqueMessage,
    /**
     * For the password of before, where a generation of keys waits that was begun without it. For all other accounts it is
     * as for an address that nobody has.
     */
    former: z.boolean().optional(),
  }),
  answer: z.strictObject({ attempt: bytesB64(32), loginResponse: opaqueMessage }),
  refusals: ['rate_limited', 'opaque_malformed'],
});

export const finishSignIn = endpoint({
  name: 'finishSignIn',
  method: 'POST',
  path: '/api/account/sign-in/finish',
  access: 'anyone',
  summary:
    'Second OPAQUE message; starts a session, or asks for the second factor where the account has one.',
  body: z.strictObject({ attempt: bytesB64(32), finishLoginRequest: opaqueMessage, client: clientInfo }),
  answer: z.union([signedIn, secondFactorNeeded]),
  refusals: ['sign_in_failed'],
});

export const signOut = endpoint({
  name: 'signOut',
  method: 'POST',
  path: '/api/account/sign-out',
  access: 'session',
  summary: 'End this session.',
  body: z.strictObject({}),
  answer: z.strictObject({}),
  refusals: [],
});

export const beginReauthentication = endpoint({
  name: 'beginReauthentication',
  method: 'POST',
  path: '/api/account/reauthentication/begin',
  access: 'session',
  summary: 'First OPAQUE message of confirming that it is you, in a session that goes on.',
  body: z.strictObject({ startLoginRequest: opaqueMessage }),
  answer: z.strictObject({ attempt: bytesB64(32), loginResponse: opaqueMessage }),
  refusals: ['opaque_malformed'],
});

export const finishReauthentication = endpoint({
  name: 'finishReauthentication',
  method: 'POST',
  path: '/api/account/reauthentication/finish',
  access: 'session',
  summary: 'Second OPAQUE message; the session counts as fresh again.',
  body: z.strictObject({ attempt: bytesB64(32), finishLoginRequest: opaqueMessage }),
  answer: z.strictObject({}),
  refusals: ['sign_in_failed'],
});
