import type { Email, InviteId, OrganizationId } from '@postern/core';
import { type LedgerState, verifyChain } from '@postern/ledger';
import type { Queries } from '../platform/db/database.ts';
import { listEvents, listHeads } from './ledger-queries.ts';
import { changeInvitedAddresses, changeMemberships, clearIndexes } from './membership-queries.ts';

/**
 * Brings the indexes over a ledger from one state of it to a later one; from null, writes them whole. Call it in the
 * transaction that stores the events.
 */
export async function indexLedger(
  queries: Queries,
  before: LedgerState | null,
  after: LedgerState,
): Promise<void> {
  const { organization } = after;
  if (before?.members !== after.members || before.owner !== after.owner) {
    const was = before === null ? new Map() : membershipsOf(before);
    await changeMemberships(queries, organization, difference(was, membershipsOf(after), sameMembership));
  }
  if (before?.invitations !== after.invitations) {
    const was = before === null ? new Map() : invitedOf(before);
    await changeInvitedAddresses(queries, organization, difference(was, invitedOf(after), sameInvitation));
  }
}

/**
 * Makes the indexes of every organization anew from its stored ledger, as after a restore. Answers the organizations
 * whose ledger does not lead to its head: nobody is let into these.
 */
export async function rebuildIndexes(queries: Queries): Promise<readonly OrganizationId[]> {
  await clearIndexes(queries);
  const unreadable: OrganizationId[] = [];
  for (const { id, seq, hash } of await listHeads(queries)) {
    const verified = await verifyChain(null, await listEvents(queries, id, { from: 0, to: seq }));
    const sound = verified.ok && verified.value.state.organization === id;
    if (sound && verified.value.state.head.hash === hash)
      await indexLedger(queries, null, verified.value.state);
    else unreadable.push(id);
  }
  return unreadable;
}

function membershipsOf({ organization, members, owner }: LedgerState) {
  return new Map(
    Object.values(members)
      .filter(({ status }) => status !== 'removed')
      .map(({ account, id }) => [
        account as string,
        { organization, account, member: id, is_owner: id === owner ? 1 : 0 },
      ]),
  );
}

type MembershipRow = ReturnType<typeof membershipsOf> extends Map<string, infer Row> ? Row : never;

function sameMembership(one: MembershipRow, other: MembershipRow): boolean {
  return one.member === other.member && one.is_owner === other.is_owner;
}

interface InvitedRow {
  readonly organization: OrganizationId;
  readonly email: Email;
  readonly invite: InviteId;
}

function invitedOf({ organization, invitations }: LedgerState): Map<string, InvitedRow> {
  return new Map(
    Object.values(invitations)
      .filter(({ status }) => status === 'open')
      .map(({ email, id }) => [email, { organization, email, invite: id }]),
  );
}

function sameInvitation(one: InvitedRow, other: InvitedRow): boolean {
  return one.invite === other.invite;
}

/** Rows that are gone or changed, and those that are new or changed. */
function difference<Row>(
  before: ReadonlyMap<string, Row>,
  after: ReadonlyMap<string, Row>,
  same: (one: Row, other: Row) => boolean,
): { readonly gone: readonly Row[]; readonly come: readonly Row[] } {
  const unchanged = (key: string, row: Row, others: ReadonlyMap<string, Row>) => {
    const other = others.get(key);
    return other !== undefined && same(row, other);
  };
  return {
    gone: [...before].filter(([key, row]) => !unchanged(key, row, after)).map(([, row]) => row),
    come: [...after].filter(([key, row]) => !unchanged(key, row, before)).map(([, row]) => row),
  };
}
