import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  accessRecordId,
  accountId,
  memberId,
  organizationId,
  reference,
  requestId,
  timeMs,
} from '../fields.ts';
import { attemptFacts } from '../requests/attempt-facts.ts';

/** The server's record of who came to an organization. Nobody signs it: what it says is said by the server. */

/** Attempts of this many days are listed. */
export const attemptDays = 30;
export const maxAttempts = 5_000;
/** Lines that the access log gives at once. */
export const accessLogPage = 200;

const code = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'expected a code');
const organizationParams = z.strictObject({ organization: organizationId });

/** Whose access it was. `member` is absent for people who were no members then. */
const person = {
  account: accountId,
  email: z.string().max(320),
  member: memberId.optional(),
};

/** One entry into the organization or one denial. Denials have a code, and the reference that was shown with it. */
export const attempt = z.strictObject({
  record: accessRecordId,
  atMs: timeMs,
  ...person,
  ...attemptFacts.shape,
  outcome: z.enum(['entered', 'denied']),
  code: code.optional(),
  reference: reference.optional(),
});
export type Attempt = z.infer<typeof attempt>;

export const listAttempts = endpoint({
  name: 'listAttempts',
  method: 'GET',
  path: '/api/organizations/:organization/attempts',
  access: 'organization',
  summary:
    'Entries and denials of the last 30 days, newest first, at most 5,000: the newest of each account, client, version, address and used factors. For who manages members or settings, or reads the audit log.',
  params: organizationParams,
  answer: z.strictObject({ attempts: z.array(attempt).max(maxAttempts) }),
  refusals: ['permission_missing'],
});

export const readAttempt = endpoint({
  name: 'readAttempt',
  method: 'GET',
  path: '/api/organizations/:organization/attempts/:record',
  access: 'organization',
  summary: 'One entry or denial, for as long as the access log keeps it, for who may list them.',
  params: z.strictObject({ organization: organizationId, record: accessRecordId }),
  answer: attempt,
  refusals: ['permission_missing', 'not_found'],
});

export const accessLineKind = z.enum([
  /** The first of a session, client version, address and used factors on a day (UTC). */
  'entered',
  'denied',
  /** The owner's door was opened, the first time in a session. */
  'owners_door',
  /** The owner came back with the recovery code. */
  'recovered',
  /** The owner began to give the organization up, and somebody took that back. */
  'abandonment_begun',
  'abandonment_taken_back',
  'request_made',
  'request_granted',
  'request_refused',
  /** Taken back by who asked. */
  'request_withdrawn',
  /** Nobody settled it in time, or who asked is no member any more. */
  'request_expired',
  /** Whoever settled it took that back. */
  'request_reopened',
]);
export type AccessLineKind = z.infer<typeof accessLineKind>;

/** A line of the organization's access log, about the person whose access it was. */
export const accessLine = z.strictObject({
  record: accessRecordId,
  atMs: timeMs,
  kind: accessLineKind,
  ...person,
  /** Absent where the person did nothing: a request that was granted or refused. */
  from: attemptFacts.optional(),
  /** Of the denial, or of the denial that the request is about. */
  code: code.optional(),
  reference: reference.optional(),
  /** The access request that was made or settled. */
  request: requestId.optional(),
  /** Who granted, refused or reopened it. */
  by: memberId.optional(),
});
export type AccessLine = z.infer<typeof accessLine>;

export const readAccessLog = endpoint({
  name: 'readAccessLog',
  method: 'GET',
  path: '/api/organizations/:organization/access-log',
  access: 'organization',
  summary:
    'Up to 200 lines, newest first, for who reads the audit log. `next` is the cursor of the following ones. Times are inclusive.',
  params: organizationParams,
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,16}\.[A-Za-z0-9_-]{22}$/, 'expected a cursor that this endpoint gave')
      .optional(),
    kind: accessLineKind.optional(),
    account: accountId.optional(),
    fromMs: z.coerce.number().pipe(timeMs).optional(),
    toMs: z.coerce.number().pipe(timeMs).optional(),
  }),
  answer: z.strictObject({
    lines: z.array(accessLine).max(accessLogPage),
    next: z.string().max(64).nullable(),
  }),
  refusals: ['permission_missing'],
});
