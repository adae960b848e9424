import { z } from 'zod';
import { accountState, keyStorageSet } from '../account/key-objects.ts';
import { endpoint } from '../endpoint.ts';
import { bytesB64, clientKind, email, hash, spanMs } from '../fields.ts';
import { change } from '../organization/organization.ts';
import { macB64, nonceB64, phoneApprovalId, phoneProof, sealingKeyB64 } from './phone-fields.ts';

/** What a paired phone asks and says. It needs no session: every call carries what only the phone can show. */

const asPhone = z.strictObject({ phone: phoneProof });

export const readPhoneAccount = endpoint({
  name: 'readPhoneAccount',
  method: 'POST',
  path: '/api/phone/account',
  access: 'anyone',
  summary: 'The account’s sealed keys and state, which the phone opens with what it holds.',
  body: asPhone,
  answer: z.strictObject({
    email,
    keyStatement: bytesB64(4096),
    keys: keyStorageSet,
    state: accountState,
    hasPush: z.boolean(),
  }),
  refusals: ['phone_unknown'],
});

/** A device that asks, as the server tells of it. */
export const phoneApproval = z.strictObject({
  request: phoneApprovalId,
  /** `sign_in`: a session that has no keys. `reset`: somebody who has proven the mailbox. */
  purpose: z.enum(['sign_in', 'reset']),
  clientKind,
  clientVersion: z.string(),
  userAgent: z.string(),
  address: z.string(),
  /** How long ago it asked. */
  agoMs: spanMs,
  lastsMs: spanMs,
  sealingKey: sealingKeyB64,
  /** To the nonce of the device that asks, given with its question. */
  commitment: hash,
  /** Shown once a phone has committed itself, too. */
  nonce: nonceB64.optional(),
});
export type ServedApproval = z.infer<typeof phoneApproval>;

export const listPhoneApprovals = endpoint({
  name: 'listPhoneApprovals',
  method: 'POST',
  path: '/api/phone/approvals',
  access: 'anyone',
  summary: 'The open questions to this account’s phones, the newest first.',
  body: asPhone,
  answer: z.strictObject({ approvals: z.array(phoneApproval) }),
  refusals: ['phone_unknown'],
});

const ofRequest = asPhone.extend({ request: phoneApprovalId });
const over = ['phone_unknown', 'approval_expired', 'approval_answered', 'approval_withdrawn'] as const;

export const commitPhoneNonce = endpoint({
  name: 'commitPhoneNonce',
  method: 'POST',
  path: '/api/phone/approvals/commit',
  access: 'anyone',
  summary: 'Without a camera: the phone’s commitment to its nonce. The device that asks then shows its own.',
  body: ofRequest.extend({ commitment: hash }),
  answer: z.strictObject({}),
  refusals: [...over],
});

export const revealPhoneNonce = endpoint({
  name: 'revealPhoneNonce',
  method: 'POST',
  path: '/api/phone/approvals/reveal',
  access: 'anyone',
  summary: 'The phone’s nonce, once the other one is shown.',
  body: ofRequest.extend({ nonce: nonceB64 }),
  answer: z.strictObject({}),
  refusals: [...over, 'approval_digits_unready'],
});

/** The account secret, for the device that asks. */
export const approvalAnswer = z.strictObject({
  /** Wrapped object `25`. */
  sealed: bytesB64(2048),
  /** Of the account as the phone opened it: the device that asks accepts nothing older. */
  keyStorageVersion: z.int().min(1),
  stateRevision: z.int().min(1),
  /** Of the key statement that the phone verified. */
  statementHash: hash,
  /** With the key of the scanned code; absent where six digits were typed. */
  mac: macB64.optional(),
});

export const approveOnPhone = endpoint({
  name: 'approveOnPhone',
  method: 'POST',
  path: '/api/phone/approvals/approve',
  access: 'anyone',
  summary: 'Hand the account secret to the device that asks. A question is answered once.',
  body: ofRequest.extend({ answer: approvalAnswer }),
  answer: z.strictObject({}),
  refusals: [...over, 'key_objects_invalid'],
});

export const denyOnPhone = endpoint({
  name: 'denyOnPhone',
  method: 'POST',
  path: '/api/phone/approvals/deny',
  access: 'anyone',
  summary:
    'Refuse a question. `report` ends the session or the reset that asks, too, and the account is told by mail.',
  body: ofRequest.extend({ why: z.enum(['refused', 'digits_wrong', 'report']) }),
  answer: z.strictObject({}),
  refusals: [...over],
});

export const watchPhoneApprovals = endpoint({
  name: 'watchPhoneApprovals',
  method: 'POST',
  path: '/api/phone/changes',
  access: 'anyone',
  summary: 'Server-sent events: `phone` when a question to the account’s phones moved.',
  body: asPhone,
  answer: change,
  answerForm: 'stream',
  refusals: ['phone_unknown', 'rate_limited'],
});

export const unpairPhone = endpoint({
  name: 'unpairPhone',
  method: 'POST',
  path: '/api/phone/unpair',
  access: 'anyone',
  summary: 'The phone no longer has its key. It is not answered any more.',
  body: asPhone,
  answer: z.strictObject({}),
  refusals: ['phone_unknown'],
});

/** A subscription as browsers give it (W3C Push API). */
export const pushSubscription = z.strictObject({
  endpoint: z.url().max(2048),
  keys: z.strictObject({ p256dh: bytesB64(65), auth: bytesB64(16) }),
});

export const readPushKey = endpoint({
  name: 'readPushKey',
  method: 'GET',
  path: '/api/phone/push-key',
  access: 'anyone',
  summary: 'The key that this server signs pushes with (RFC 8292), as `applicationServerKey`.',
  answer: z.strictObject({ key: bytesB64(65) }),
  refusals: [],
});

export const usePush = endpoint({
  name: 'usePush',
  method: 'POST',
  path: '/api/phone/push',
  access: 'anyone',
  summary: 'Where this phone is told of questions while its app is closed; one place, the last one named.',
  body: asPhone.extend({ subscription: pushSubscription }),
  answer: z.strictObject({}),
  refusals: ['phone_unknown', 'push_service_refused'],
});

export const stopPush = endpoint({
  name: 'stopPush',
  method: 'POST',
  path: '/api/phone/push/stop',
  access: 'anyone',
  summary: 'Push nothing to this phone any more.',
  body: asPhone,
  answer: z.strictObject({}),
  refusals: ['phone_unknown'],
});
