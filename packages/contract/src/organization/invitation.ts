import { z } from 'zod';
import { defaultBodyLimitBytes, endpoint, writeBodyLimitBytes } from '../endpoint.ts';
import { bytesB64, hash, head, inviteId, memberId, organizationId, timeMs } from '../fields.ts';
import { sealedKey } from './organization.ts';

/** Where an invitation's link leads; its fragment stays in the browser. */
export const invitationPath = '/invitation';

const organizationParams = z.strictObject({ organization: organizationId });

/**
 * What a link names: the hash of the `invite` or, once it was sent again, of the last `invite_resend`. Nobody guesses
 * it, and whoever has it and is signed in with the address it was sent to may read the ledger up to its head.
 */
const link = { event: hash };

/**
 * Refused alike, before anything is told: `invitation_not_open` for an organization that is not there, an event that is
 * none of its invitations, one that was revoked, used, replaced by a newer one or made by somebody who may no longer
 * invite. `invitation_for_other_address` is told to whoever has the link, `invitation_expired` and the rest to whoever
 * it was sent to.
 */
const linkRefusals = [
  'invitation_not_open',
  'invitation_for_other_address',
  'invitation_expired',
  'organization_suspended',
  'already_member',
  'rate_limited',
] as const;

export const openInvitation = endpoint({
  name: 'openInvitation',
  method: 'POST',
  path: '/api/organizations/:organization/invitations/open',
  access: 'session',
  summary: 'For whoever it was sent to: events from `from` on, at most 2,000; `more` when there are others.',
  params: organizationParams,
  body: z.strictObject({ ...link, from: z.int().min(0) }),
  answer: z.strictObject({ events: z.array(bytesB64(defaultBodyLimitBytes)), more: z.boolean() }),
  refusals: linkRefusals,
});

export const readInvitationKeys = endpoint({
  name: 'readInvitationKeys',
  method: 'POST',
  path: '/api/organizations/:organization/invitations/keys',
  access: 'session',
  summary:
    'Keys sealed to the invitation. `proof` is the `inviteSignature` of the join to come: by the invitation’s key over this very account and member id.',
  params: organizationParams,
  body: z.strictObject({ ...link, member: memberId, proof: bytesB64(64) }),
  answer: z.strictObject({ sealedKeys: z.array(sealedKey) }),
  refusals: [...linkRefusals, 'signature_wrong'],
});

export const joinOrganization = endpoint({
  name: 'joinOrganization',
  method: 'POST',
  path: '/api/organizations/:organization/invitations/join',
  access: 'session',
  summary: 'Append the `join` of this account on the current head, with the sealed keys it calls for.',
  params: organizationParams,
  body: z.strictObject({
    ...link,
    join: bytesB64(defaultBodyLimitBytes),
    sealedKeys: z.array(sealedKey).max(10_000),
  }),
  answer: z.strictObject({ head }),
  refusals: [
    'generation_waits',
    ...linkRefusals,
    'head_moved',
    'event_malformed',
    'ledger_event_refused',
    'signature_wrong',
    'statement_wrong',
    'invitation_void',
    'sealed_keys_incomplete',
    'object_malformed',
    'wrong_organization',
    'clock_skew',
    'seat_limit_reached',
  ],
  bodyLimitBytes: writeBodyLimitBytes,
});

/**
 * How the mail of an invitation stands. There is no line for one that has none. `waiting`: not sent yet, `code` says
 * why; it is tried again at `retryAtMs` for as long as the invitation is open.
 */
export const invitationMail = z.discriminatedUnion('state', [
  z.strictObject({ invite: inviteId, state: z.literal('sent'), atMs: timeMs }),
  z.strictObject({
    invite: inviteId,
    state: z.literal('waiting'),
    atMs: timeMs,
    code: z.string().max(64).optional(),
    retryAtMs: timeMs,
  }),
]);
export type InvitationMail = z.infer<typeof invitationMail>;

export const mailInvitation = endpoint({
  name: 'mailInvitation',
  method: 'POST',
  path: '/api/organizations/:organization/invitations/:invite/mail',
  access: 'organization',
  summary:
    'Mail the link of an open invitation by mail or words that this member made or sent last. `fragment` is what follows the #; the server writes the rest. A mail server that is down is no refusal: the answer says `waiting`.',
  params: z.strictObject({ organization: organizationId, invite: inviteId }),
  body: z.strictObject({
    fragment: z
      .string()
      .min(1)
      .max(512)
      .regex(/^[\w.~-]+$/, 'expected a fragment'),
  }),
  answer: invitationMail,
  refusals: ['invitation_not_open', 'permission_missing', 'rate_limited'],
});

export const listInvitationMails = endpoint({
  name: 'listInvitationMails',
  method: 'GET',
  path: '/api/organizations/:organization/invitations/mails',
  access: 'organization',
  summary: 'How the mails of this organization’s invitations stand, for who manages members.',
  params: organizationParams,
  answer: z.strictObject({ mails: z.array(invitationMail) }),
  refusals: ['permission_missing'],
});

/** What the operator has set for an organization; nobody inside can change it. */
export const readOperatorRules = endpoint({
  name: 'readOperatorRules',
  method: 'GET',
  path: '/api/organizations/:organization/operator-rules',
  access: 'organization',
  summary: 'Seats, storage, and an address list that the operator has lifted for a while.',
  params: organizationParams,
  answer: z.strictObject({
    /** Members that are not removed, and open invitations. */
    seatsTaken: z.int().min(0),
    /** `null`: as many as you like. */
    seats: z.int().min(0).nullable(),
    /** What all vaults may take up and do; `null`: no limit. */
    storage: z.strictObject({ limitBytes: z.int().min(0), usedBytes: z.int().min(0) }).nullable(),
    addressListOffUntilMs: timeMs.nullable(),
  }),
  refusals: [],
});

/** So many of the operator's acts are shown, the newest. */
export const shownOperatorActs = 200;

/** Told by the server alone: the ledger holds what members did, and the operator is none. */
export const listOperatorActs = endpoint({
  name: 'listOperatorActs',
  method: 'GET',
  path: '/api/organizations/:organization/operator-acts',
  access: 'organization',
  summary: 'What the operator did to the organization with the server’s own command line, newest first.',
  params: organizationParams,
  answer: z.strictObject({
    acts: z
      .array(
        z.strictObject({
          atMs: timeMs,
          act: z.enum(['suspended', 'resumed', 'seats_set', 'storage_set', 'address_list_lifted']),
          /** The number of seats or of bytes, `null` for no limit, or when the address list counts again. */
          value: z.int().min(0).nullable(),
        }),
      )
      .max(shownOperatorActs),
  }),
  refusals: [],
});
export type OperatorActLine = z.infer<typeof listOperatorActs.answer>['acts'][number];
