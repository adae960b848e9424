import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { bytesB64, clientInfo, hash, keyMethodId, spanMs } from '../fields.ts';
import { change } from '../organization/organization.ts';
import { approvalAnswer } from './phone.ts';
import { nonceB64, phoneApprovalId, sealingKeyB64 } from './phone-fields.ts';

/** The side that asks: a session without keys, or a reset of the password. It then holds a token of its own. */

const question = z.strictObject({
  /** Drawn by the device: its commitment is bound to it. */
  request: phoneApprovalId,
  sealingKey: sealingKeyB64,
  commitment: hash,
});
const asked = z.strictObject({ token: bytesB64(32), lastsMs: spanMs });

export const askPhone = endpoint({
  name: 'askPhone',
  method: 'POST',
  path: '/api/account/phone-approvals',
  access: 'session',
  summary:
    'Ask the account’s phones for its key, from a session that has none. A question asked before ends.',
  body: question,
  answer: asked,
  refusals: ['phone_missing', 'key_objects_invalid'],
});

export const askPhoneAtReset = endpoint({
  name: 'askPhoneAtReset',
  method: 'POST',
  path: '/api/account/password-reset/phone-approvals',
  access: 'anyone',
  summary: 'As `askPhone`, for somebody who forgot the password and has proven the mailbox.',
  body: question.extend({ ticket: bytesB64(32), client: clientInfo }),
  answer: asked,
  refusals: ['ticket_expired', 'second_factor_required', 'phone_missing', 'key_objects_invalid'],
});

const asAsker = z.strictObject({ token: bytesB64(32) });
const over = ['approval_expired', 'approval_denied', 'approval_digits_wrong', 'approval_withdrawn'] as const;

export const readApproval = endpoint({
  name: 'readApproval',
  method: 'POST',
  path: '/api/phone-approval',
  access: 'anyone',
  summary: 'What the phones have said so far.',
  body: asAsker,
  answer: z.strictObject({
    /** A phone has committed itself to a nonce: it is time to show one’s own. */
    commitment: hash.optional(),
    nonce: nonceB64.optional(),
    answer: approvalAnswer.extend({ method: keyMethodId }).optional(),
  }),
  refusals: [...over],
});

export const revealAskersNonce = endpoint({
  name: 'revealAskersNonce',
  method: 'POST',
  path: '/api/phone-approval/reveal',
  access: 'anyone',
  summary: 'The nonce of the device that asks, once a phone has committed itself.',
  body: asAsker.extend({ nonce: nonceB64 }),
  answer: z.strictObject({}),
  refusals: [...over, 'approval_digits_unready'],
});

export const withdrawApproval = endpoint({
  name: 'withdrawApproval',
  method: 'POST',
  path: '/api/phone-approval/withdraw',
  access: 'anyone',
  summary: 'Ask no longer.',
  body: asAsker,
  answer: z.strictObject({}),
  refusals: [],
});

export const watchApproval = endpoint({
  name: 'watchApproval',
  method: 'POST',
  path: '/api/phone-approval/changes',
  access: 'anyone',
  summary: 'Server-sent events: `phone` when the question moved.',
  body: asAsker,
  answer: change,
  answerForm: 'stream',
  refusals: ['approval_expired', 'rate_limited'],
});
