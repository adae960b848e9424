import { z } from 'zod';
import { accountStateBodyLimitBytes, endpoint } from '../endpoint.ts';
import { accountId, bytesB64, clientInfo, email, mailedCode, opaqueMessage } from '../fields.ts';
import { accountState, keyStorageSet } from './key-objects.ts';
import { signedIn } from './sign-in.ts';

/** Sign-up: 1. address, 2. mailed code, 3. OPAQUE registration, 4. keys. docs/protocol/sign-up-and-sign-in.md. */

export const beginSignUp = endpoint({
  name: 'beginSignUp',
  method: 'POST',
  path: '/api/account/sign-up/begin',
  access: 'anyone',
  summary: 'Mail a code to an address. The answer is the same whether or not the address has an account.',
  body: z.strictObject({ email }),
  answer: z.strictObject({}),
  refusals: ['signup_closed'],
});

export const verifySignUpCode = endpoint({
  name: 'verifySignUpCode',
  method: 'POST',
  path: '/api/account/sign-up/verify',
  access: 'anyone',
  summary: 'Exchange the mailed code for a ticket that is good for one registration within 30 minutes.',
  body: z.strictObject({ email, code: mailedCode }),
  answer: z.strictObject({ ticket: bytesB64(32) }),
  refusals: ['code_wrong', 'code_expired', 'too_many_attempts'],
});

export const registerPassword = endpoint({
  name: 'registerPassword',
  method: 'POST',
  path: '/api/account/sign-up/password',
  access: 'anyone',
  summary: 'First message of the OPAQUE registration (RFC 9807).',
  body: z.strictObject({ ticket: bytesB64(32), registrationRequest: opaqueMessage }),
  answer: z.strictObject({ registrationResponse: opaqueMessage }),
  refusals: ['ticket_expired', 'opaque_malformed'],
});

export const finishSignUp = endpoint({
  name: 'finishSignUp',
  method: 'POST',
  path: '/api/account/sign-up/finish',
  access: 'anyone',
  summary: 'Create the account with its keys, and a session.',
  body: z.strictObject({
    ticket: bytesB64(32),
    registrationRecord: opaqueMessage,
    account: accountId,
    /** Signed object `01`, generation 1. */
    keyStatement: bytesB64(4096),
    keys: keyStorageSet,
    state: accountState,
    client: clientInfo,
  }),
  answer: signedIn,
  refusals: ['ticket_expired', 'opaque_malformed', 'signature_wrong', 'key_objects_invalid'],
  bodyLimitBytes: accountStateBodyLimitBytes,
});
