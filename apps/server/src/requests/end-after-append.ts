import type { OperatorRules } from '@postern/access';
import type { MemberId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import type { Platform } from '../platform/platform.ts';
import { dropWaitingMails } from './mail-queries.ts';
import { type Concerned, changeRequest, listOpenOf, type RequestRow } from './queries.ts';
import { recordSettled } from './record-settled.ts';
import { isOver } from './shown.ts';
import { stillStands, wasSentAgain } from './standing.ts';
import { tellBoth } from './tell.ts';

/** Of more people than this nobody is named to the database one by one. */
const namedAtMost = 500;
/** So many are looked at with one append; of the others each ends once its person next asks the gate. */
const lookedAt = 200;

/**
 * Settles the open requests that events just stored were the remedy for, although nobody took it in the inbox: whoever is
 * enabled on the members' page is waited for no longer. One look into an index where nobody asked for anything.
 */
export async function endRequestsAfterAppend(
  platform: Pick<Platform, 'db' | 'feed' | 'clock'>,
  rules: Pick<OperatorRules, 'suspended' | 'addressListOffUntilMs'>,
  before: LedgerState,
  after: LedgerState,
): Promise<void> {
  const who = concernedBy(before, after);
  if (who !== 'everybody' && who.accounts.length + who.emails.length === 0) return;
  const { db, clock } = platform;
  const rows = await listOpenOf(db.kysely, after.organization, who, lookedAt);
  const nowMs = clock.nowMs();
  for (const row of rows) {
    if (isOver(row, nowMs)) continue;
    if (!wasSentAgain(before, after, row) && stillStands(after, rules, row, nowMs)) continue;
    await settle(platform, row, nowMs);
  }
}

async function settle(
  platform: Pick<Platform, 'db' | 'feed' | 'clock'>,
  { id }: RequestRow,
  nowMs: number,
): Promise<void> {
  const { kysely } = platform.db;
  const change = { state: 'granted' as const, settled_at_ms: nowMs, to_mail: 0 };
  const settled = await changeRequest(kysely, id, 'open', change);
  if (settled === undefined) return;
  await dropWaitingMails(kysely, id);
  await recordSettled(platform, settled, 'request_granted');
  tellBoth(platform, settled);
}

/** Whose standing the events may have changed: that of everybody where a rule is another, else of who is named anew. */
function concernedBy(before: LedgerState, after: LedgerState): Concerned {
  if (before.settings !== after.settings || before.addresses !== after.addresses) return 'everybody';
  // The fold keeps what it does not change, so what is another object is what changed.
  const members = changed(before.members, after.members).map(({ id }) => id);
  const given = changed(before.vaults, after.vaults).flatMap(({ grants }) => Object.keys(grants));
  const grouped = changed(before.groups, after.groups).flatMap((group) => Object.keys(group.members));
  const ids = new Set<string>([...members, ...given, ...grouped]);
  const emails = changed(before.invitations, after.invitations).map(({ email }) => email);
  if (ids.size + emails.length > namedAtMost) return 'everybody';
  return { accounts: [...ids].flatMap((id) => accountOf(after.members[id as MemberId]) ?? []), emails };
}

function changed<Of>(
  before: Readonly<Record<string, Of>>,
  after: Readonly<Record<string, Of>>,
): readonly Of[] {
  if (before === after) return [];
  return Object.entries(after).flatMap(([id, one]) => (before[id] === one ? [] : [one]));
}

const accountOf = (member: Member | undefined) => member?.account;
