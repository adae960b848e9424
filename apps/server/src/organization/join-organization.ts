import {
  type AnswerOf,
  type BodyOf,
  joinOrganization as endpoint,
  type Head,
  type openInvitation,
  type readInvitationKeys,
  type SealedKey,
} from '@postern/contract';
import {
  type Bytes,
  equalBytes,
  fromBase64Url,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { hashB64, joinProofMessage, verifyBytes } from '@postern/crypto/public';
import { parseEvent } from '@postern/ledger';
import { findKeyStatement } from '../account/find-key-statement.ts';
import { requireInForce } from '../account/require-in-force.ts';
import type { Session } from '../account/session.ts';
import { declaredRefusal } from '../platform/http/declared-refusal.ts';
import type { Platform } from '../platform/platform.ts';
import { checkSealedKeys } from './check-sealed-keys.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { judgeEvents } from './judge-events.ts';
import { listEvents } from './ledger-queries.ts';
import { openedInvitation } from './opened-invitation.ts';
import { maxEventsRead } from './read-ledger.ts';
import { readKeysOfInvitation } from './read-sealed-keys.ts';
import { checkSeats } from './seats.ts';
import { storeEvents } from './store-events.ts';

/** Whoever is signed in; no member of the organization yet. */
type Invitee = Pick<Session, 'account' | 'email' | 'generation' | 'generationWaits'>;

/** The ledger for whoever an invitation was sent to, so that they see whose it is and what it says. */
export async function readLedgerInvited(
  platform: Platform,
  ledgers: FoldedLedgers,
  invitee: Invitee,
  organization: OrganizationId,
  { event, from }: BodyOf<typeof openInvitation>,
): Promise<Result<AnswerOf<typeof openInvitation>>> {
  const opened = await openedInvitation(platform, ledgers, invitee, organization, event);
  if (!opened.ok) return opened;
  const { head } = opened.value.ledger.state;
  const to = Math.min(head.seq, from + maxEventsRead - 1);
  const events = await listEvents(platform.db.kysely, organization, { from, to });
  return ok({ events: events.map(toBase64Url), more: to < head.seq });
}

/**
 * The keys sealed to the invitation, for whoever holds its secret. INVARIANT: the proof names this very account, so that
 * it is worth nothing in anybody else's hands; a mailed link that words complete proves nothing without the words.
 */
export async function readKeysInvited(
  platform: Platform,
  ledgers: FoldedLedgers,
  invitee: Invitee,
  organization: OrganizationId,
  { event, member, proof }: BodyOf<typeof readInvitationKeys>,
): Promise<Result<{ sealedKeys: SealedKey[] }>> {
  const opened = await openedInvitation(platform, ledgers, invitee, organization, event);
  if (!opened.ok) return opened;
  const { invitation, ledger } = opened.value;
  const statement = await findKeyStatement(platform.db.kysely, invitee);
  const key = fromBase64Url(invitation.keys?.signingKeyB64 ?? '');
  const signature = fromBase64Url(proof);
  if (statement === undefined || key === undefined || signature === undefined) {
    return refuse('signature_wrong', { field: '/proof' });
  }
  const message = joinProofMessage({
    ...invitee,
    invite: invitation.id,
    member,
    org: organization,
    statementHash: hashB64(statement),
  });
  if (!(await verifyBytes(key, signature, message))) return refuse('signature_wrong', { field: '/proof' });
  return ok(await readKeysOfInvitation(platform, ledger.state, invitation));
}

/**
 * Appends the join of the asking account: the one event that somebody signs who is not a member yet. It is about this
 * account, its proven address and its stored key statement; that it holds the invitation's secret, the ledger asks.
 */
export async function joinOrganization(
  platform: Platform,
  ledgers: FoldedLedgers,
  invitee: Invitee,
  organization: OrganizationId,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ head: Head }>> {
  const inForce = requireInForce(invitee);
  if (!inForce.ok) return inForce;
  const opened = await openedInvitation(platform, ledgers, invitee, organization, body.event);
  if (!opened.ok) return opened;
  const { ledger, invitation, organization: row } = opened.value;
  const { state } = ledger;
  const refused = (code: string, at: string) =>
    declaredRefusal(endpoint, 'ledger_event_refused', refuse(code, { field: at }), '/join');
  const bytes = fromBase64Url(body.join) as Bytes;
  const parsed = parseEvent(bytes);
  if (!parsed.ok) return declaredRefusal(endpoint, 'ledger_event_refused', parsed, '/join');
  const { payload } = parsed.value;
  if (payload.type !== 'join') return refused('event_malformed', '/type');
  const { account, email, member, invite, statement } = payload.body;
  if (invite !== invitation.id) return refused('invitation_not_open', '/body/invite');
  if (account !== invitee.account || email !== invitee.email)
    return refused('statement_wrong', '/body/account');
  const nowMs = platform.clock.nowMs();
  const judged = await judgeEvents(state, member, [bytes], nowMs, endpoint);
  if (!judged.ok) return judged;
  const seats = checkSeats(state, judged.value.state, row.seats, nowMs);
  if (!seats.ok) return seats;
  const keys = checkSealedKeys(organization, member, judged.value.required, body.sealedKeys);
  if (!keys.ok) return keys;
  const given = fromBase64Url(statement);
  return storeEvents(platform, ledgers, state, judged.value, keys.value, async (queries) => {
    // Asked here, so that no account that is being deleted meanwhile joins anything.
    const stored = await findKeyStatement(queries, invitee);
    const same = stored !== undefined && given !== undefined && equalBytes(given, stored);
    return same ? ok() : refused('statement_wrong', '/body/statement');
  });
}
