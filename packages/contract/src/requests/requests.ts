import { askableCodes, type DenialCode, type Fixer, fixerCodes } from '@postern/access';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import {
  accountId,
  askedAddress,
  bytesB64,
  email,
  hash,
  memberId,
  organizationId,
  plainText,
  requestId,
  timeMs,
  vaultId,
} from '../fields.ts';
import { attemptFacts } from './attempt-facts.ts';

/** Asking for access, and the access inbox. A note is a person's own words: shown as plain text, never as a link. */

/** The longest note, in characters. */
export const maxNoteLength = 500;

export const note = plainText
  .max(maxNoteLength, `expected at most ${maxNoteLength} characters`)
  .transform((text) => text.trim());

/** The code of a denial that somebody with an access inbox can end. */
export const askableCode = z.enum(askableCodes as [DenialCode, ...DenialCode[]]);

const permissionOrRight = z
  .string()
  .regex(/^[a-z]{2,20}(?:\.[a-z]{2,20})?$/, 'expected a permission or a right');

/** What a refusal inside an organization was about. Denials of the gate are about the organization itself. */
export const askedFor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('permission'), permission: permissionOrRight }),
  /** `right` absent: to see the vault at all. */
  z.strictObject({ kind: z.literal('vault'), vault: vaultId, right: permissionOrRight.optional() }),
]);
export type AskedFor = z.infer<typeof askedFor>;

/** `granted`: its code no longer stands in the way. `withdrawn`: by who asked. */
export const requestStates = ['open', 'granted', 'refused', 'expired', 'withdrawn'] as const;
export const requestState = z.enum(requestStates);
export type RequestState = z.infer<typeof requestState>;

/** How the mails that told of a request stand: `waiting` ones are tried again. `none`: nobody was mailed. */
export const requestMail = z.enum(['sent', 'waiting', 'none']);

/**
 * What whoever asks to be invited again shows for their six words (docs/protocol/re-invitation.md): for which key statement,
 * and the proof that only somebody who hears the words can make or check.
 */
export const relinkShown = z.strictObject({ statementHash: hash, proof: hash });
export type RelinkShown = z.infer<typeof relinkShown>;

/** A request as who asked sees it. It names roles, never people. */
export const ownRequest = z.strictObject({
  request: requestId,
  code: askableCode,
  about: askedFor.optional(),
  state: requestState,
  note: z.string().max(maxNoteLength),
  askedAtMs: timeMs,
  /** When it was last asked again. */
  lastAskedAtMs: timeMs,
  /** From when on asking again reminds those who were asked. */
  mayAskAgainAtMs: timeMs,
  expiresAtMs: timeMs,
  /** Roles; the words are the reader's own. */
  sentTo: z.array(z.enum(fixerCodes as [Fixer, ...Fixer[]])).max(8),
  mail: requestMail,
  /** When somebody first opened it. STRICTER: told to members alone, like all that tells an organization exists. */
  seenAtMs: timeMs.optional(),
  settledAtMs: timeMs.optional(),
  /** What whoever refused it wrote. */
  answer: z.string().max(maxNoteLength).optional(),
  /** The proof for the words that count for it: those of the device that asked last. */
  relinkProof: hash.optional(),
});
export type OwnRequest = z.infer<typeof ownRequest>;

const byAddress = z.strictObject({ address: askedAddress });
const ofAddress = byAddress.extend({ request: requestId });

export const askForAccess = endpoint({
  name: 'askForAccess',
  method: 'POST',
  path: '/api/gate/:address/requests',
  access: 'session',
  summary:
    'Ask those who can end the denial this session meets. One open request per code and thing asked for: asking again adds to it. An address nobody has answers alike.',
  params: byAddress,
  body: z.strictObject({
    code: askableCode,
    about: askedFor.optional(),
    note,
    /** With the denials of keys that the organization does not know, and with no others. */
    relink: relinkShown.optional(),
  }),
  answer: ownRequest,
  refusals: ['rate_limited', 'nothing_to_ask'],
});

export const listOwnRequests = endpoint({
  name: 'listOwnRequests',
  method: 'GET',
  path: '/api/gate/:address/requests',
  access: 'session',
  summary: 'The newest 20 requests of this account at this address, newest first.',
  params: byAddress,
  answer: z.strictObject({ requests: z.array(ownRequest).max(20) }),
  refusals: [],
});

export const withdrawRequest = endpoint({
  name: 'withdrawRequest',
  method: 'DELETE',
  path: '/api/gate/:address/requests/:request',
  access: 'session',
  summary: 'Take an own open request back.',
  params: ofAddress,
  answer: ownRequest,
  refusals: ['not_found', 'request_settled'],
});

export const replaceRelinkWords = endpoint({
  name: 'replaceRelinkWords',
  method: 'PUT',
  path: '/api/gate/:address/requests/:request/words',
  access: 'session',
  summary: 'Other six words for an own open request to be invited again. Nobody is told anew.',
  params: ofAddress,
  body: relinkShown,
  answer: ownRequest,
  refusals: ['not_found', 'request_settled', 'rate_limited'],
});

/** A request as those see it who can end its denial. */
export const accessRequest = z.strictObject({
  request: requestId,
  code: askableCode,
  about: askedFor.optional(),
  state: requestState,
  account: accountId,
  email,
  /** Absent for somebody who is not a member. */
  member: memberId.optional(),
  note: z.string().max(maxNoteLength),
  askedAtMs: timeMs,
  lastAskedAtMs: timeMs,
  /** How often it was asked, merged into one. */
  times: z.int().min(1),
  expiresAtMs: timeMs,
  /** The server's clock with this answer: the gate decides by it, whatever the reader's own says. */
  atMs: timeMs,
  mail: requestMail,
  seen: z.strictObject({ by: memberId, atMs: timeMs }).optional(),
  /** `by` is absent where it ended by itself: what stood in the way was gone, or its time was over. */
  settled: z
    .strictObject({ by: memberId.optional(), atMs: timeMs, answer: z.string().max(maxNoteLength).optional() })
    .optional(),
  /** Absent for a helper who may not look at attempts: who only shares a vault need not know where somebody is. */
  attempt: attemptFacts.optional(),
  /** With a request to be invited again, as long as the keys it was asked with are those of the account. */
  relink: z.strictObject({ statement: bytesB64(4096), proof: hash }).optional(),
});
export type AccessRequest = z.infer<typeof accessRequest>;

const organizationParams = z.strictObject({ organization: organizationId });
const requestParams = z.strictObject({ organization: organizationId, request: requestId });

/** Whose request was seen last, a member's or somebody else's, when it was asked and its id. */
const placeInInbox = z.string().regex(/^[ms]\.\d{1,16}\.[\w-]{22}$/, 'expected a place in the inbox');

export const listRequests = endpoint({
  name: 'listRequests',
  method: 'GET',
  path: '/api/organizations/:organization/requests',
  access: 'organization',
  summary:
    'Requests that this member can help with, 100 at a time: open ones of members, then those for an invitation, newest first; settled ones newest first. `after` is the `next` of the page before.',
  params: organizationParams,
  query: z.strictObject({
    settled: z.enum(['true', 'false']).optional(),
    after: placeInInbox.optional(),
  }),
  answer: z.strictObject({
    requests: z.array(accessRequest).max(100),
    /** Open ones in all. */
    open: z.int().min(0),
    /** Where the next page begins; absent with the last one. */
    next: placeInInbox.optional(),
  }),
  refusals: [],
});

export const readRequest = endpoint({
  name: 'readRequest',
  method: 'GET',
  path: '/api/organizations/:organization/requests/:request',
  access: 'organization',
  summary: 'One request that this member can help with; who asked sees that it was seen.',
  params: requestParams,
  answer: accessRequest,
  refusals: ['not_found'],
});

export const refuseRequest = endpoint({
  name: 'refuseRequest',
  method: 'POST',
  path: '/api/organizations/:organization/requests/:request/refusal',
  access: 'organization',
  summary: 'Refuse an open request, with a note to who asked. The first to settle a request settles it.',
  params: requestParams,
  body: z.strictObject({ note }),
  answer: accessRequest,
  refusals: ['not_found', 'request_settled'],
});

export const reopenRequest = endpoint({
  name: 'reopenRequest',
  method: 'POST',
  path: '/api/organizations/:organization/requests/:request/reopening',
  access: 'organization',
  summary:
    'Take back a settling of one’s own, for an hour; a request whose code no longer blocks stays granted.',
  params: requestParams,
  body: z.strictObject({}),
  answer: accessRequest,
  refusals: ['not_found', 'request_settled'],
});
