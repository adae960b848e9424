import { type DenialCode, plainSentence } from '@postern/access';
import { newId } from '@postern/core';
import { findMemberByAccount, isActing, type LedgerState, type Member } from '@postern/ledger';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { accessRequested, moreAccessRequested } from '../platform/mail/mail-texts.ts';
import { claimMs, waitAfterTriesMs } from '../platform/mail/retry-wait.ts';
import type { Platform } from '../platform/platform.ts';
import { mayHelp } from './asked-of.ts';
import { isMember } from './inbox.ts';
import {
  changeMail,
  changeMerged,
  claimMerged,
  countSent,
  deleteMail,
  deleteMerged,
  listDueMails,
  listToMail,
  putMails,
  type RequestMailRow,
  takeToMail,
} from './mail-queries.ts';
import { findRequest, type RequestRow } from './queries.ts';
import { isOver } from './shown.ts';
import { tellAsker } from './tell.ts';

const minuteMs = 60_000;
/** So many mails of an organization go to one recipient in this time; what is more waits for it and goes as one. */
const mailsAtOnce = 5;
const mergeMs = 10 * minuteMs;
/** Of many who can help, so many are mailed; the inbox shows a request to all. */
const maxRecipients = 50;
const batch = 100;

/** Mails those who can help with new requests, and tries again what did not go; until `isStopped`, which leaves the rest. */
export async function mailRequests(
  platform: Platform,
  ledgers: FoldedLedgers,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const { db, clock } = platform;
  for (const row of await listToMail(db.kysely, batch)) {
    if (isStopped()) return;
    const state = row.organization === null ? undefined : (await ledgers.current(row.organization))?.state;
    const mails = state === undefined ? [] : mailsOf(state, row, clock.nowMs());
    await db.transaction(async (queries) => {
      if (await takeToMail(queries, row)) await putMails(queries, mails);
    });
  }
  for (const due of await listDueMails(db.kysely, clock.nowMs(), batch)) {
    if (isStopped()) return;
    const nowMs = clock.nowMs();
    const claimed = { ...due, next_at_ms: nowMs + claimMs };
    if (due.merged === 1) await sendMerged(platform, ledgers, due);
    else if (await changeMail(db.kysely, due, { next_at_ms: claimed.next_at_ms })) {
      await sendOne(platform, ledgers, claimed);
    }
  }
}

function mailsOf(state: LedgerState, row: RequestRow, nowMs: number): RequestMailRow[] {
  const helpers = Object.values(state.members).filter(
    (member) => isActing(member) && member.account !== row.account && mayHelp(state, member.id, row.asked_of),
  );
  return helpers.slice(0, maxRecipients).map(({ account }) => ({
    request: row.id,
    recipient: account,
    organization: state.organization,
    merged: 0,
    attempts: 0,
    at_ms: nowMs,
    next_at_ms: nowMs,
    mail: null,
  }));
}

/** A mail of one request, unless the recipient got several already; what is settled or not theirs any more is dropped. */
async function sendOne(platform: Platform, ledgers: FoldedLedgers, claimed: RequestMailRow): Promise<void> {
  const { db, clock } = platform;
  const row = await findRequest(db.kysely, claimed.request);
  const state = (await ledgers.current(claimed.organization))?.state;
  const helper = state && helperOf(state, claimed);
  const nowMs = clock.nowMs();
  const counts = row?.state === 'open' && !isOver(row, nowMs);
  if (!counts || state === undefined || helper === undefined || !mayHelp(state, helper.id, row.asked_of)) {
    return deleteMail(db.kysely, claimed);
  }
  const { count, lastAtMs } = await countSent(db.kysely, claimed, nowMs - mergeMs);
  if (count >= mailsAtOnce) {
    await changeMail(db.kysely, claimed, { merged: 1, next_at_ms: lastAtMs + mergeMs });
    return;
  }
  const sent = await platform.mail.send({
    to: helper.email,
    ...accessRequested({
      organization: state.name,
      who: row.email,
      sentence: plainSentence(row.code as DenialCode),
      note: row.note,
      link: `${inboxOf(platform, state)}/${row.id}`,
    }),
  });
  await changeMail(db.kysely, claimed, outcomeOf(sent.ok, claimed.attempts, clock.nowMs()));
  if (isMember(state, row)) tellAsker(platform, row);
}

/** One mail of all that waited because several had gone before. */
async function sendMerged(platform: Platform, ledgers: FoldedLedgers, due: RequestMailRow): Promise<void> {
  const { db, clock } = platform;
  const nowMs = clock.nowMs();
  const untilMs = nowMs + claimMs;
  const { claimed, open } = await db.transaction((queries) => claimMerged(queries, due, { nowMs, untilMs }));
  // It went out a moment ago with another, or somebody else is sending it.
  if (claimed === 0) return;
  const state = (await ledgers.current(due.organization))?.state;
  const helper = state && helperOf(state, due);
  if (open.length === 0) return deleteMerged(db.kysely, due, untilMs);
  const over = { merged: 0, at_ms: nowMs, next_at_ms: null, mail: null };
  if (state === undefined || helper === undefined) return changeMerged(db.kysely, due, untilMs, over);
  const sent = await platform.mail.send({
    to: helper.email,
    ...moreAccessRequested({
      organization: state.name,
      count: open.length,
      link: inboxOf(platform, state),
    }),
  });
  const outcome = outcomeOf(sent.ok, due.attempts, clock.nowMs());
  await changeMerged(db.kysely, due, untilMs, sent.ok ? { ...outcome, merged: 0 } : outcome);
}

function outcomeOf(sent: boolean, attemptsBefore: number, nowMs: number): Partial<RequestMailRow> {
  const attempts = attemptsBefore + 1;
  if (sent) return { attempts, at_ms: nowMs, next_at_ms: null, mail: newId() };
  return { attempts, at_ms: nowMs, next_at_ms: nowMs + waitAfterTriesMs(attempts) };
}

function helperOf(state: LedgerState, { recipient }: RequestMailRow): Member | undefined {
  const member = findMemberByAccount(state, recipient);
  return isActing(member) ? member : undefined;
}

function inboxOf(platform: Pick<Platform, 'publicOrigin'>, { address }: LedgerState): string {
  return `${platform.publicOrigin()}/${address}/administration/requests`;
}
