import {
  custodiansOf,
  findLockOutOfChange,
  type ImpactOnMember,
  type KnownSession,
  type LockOut,
  type PastAttempt,
  previewImpact,
  sessionsOfAttempts,
  unknown,
} from '@postern/access';
import { type MemberId, ok, type Result, refuse, type SessionId } from '@postern/core';
import { findMember, type LedgerState, type Member, supposeEvents } from '@postern/ledger';
import type { ForeseenLockOut, ImpactView, PersonOfImpact, ProposedChange, TouchedPerson } from './port.ts';
import { proposedEvents } from './proposed-events.ts';

/** What this client is to the server right now, as far as it knows. */
export interface OwnPlace {
  readonly clientKind: PastAttempt['clientKind'];
  readonly clientVersion: string;
  readonly address: string | undefined;
}

export interface ForeseenFrom {
  /** The verified ledger. */
  readonly state: LedgerState;
  readonly self: MemberId;
  readonly own: OwnPlace;
  /** As the server told them. Nothing but this preview rests on it. */
  readonly attempts: readonly PastAttempt[];
  readonly nowMs: number;
}

/**
 * Whom a change would touch: the ledger's own reducer says what it would come to, the gate's own decision what that means
 * for everybody who came. Pure.
 */
export function foreseeImpact(
  { state: before, self, own, attempts, nowMs }: ForeseenFrom,
  change: ProposedChange,
): Result<ImpactView> {
  const events = proposedEvents(change);
  if (!events.ok) return events;
  const author = findMember(before, self);
  if (author === undefined) return refuse('member_not_found');
  const supposed = supposeEvents(before, self, events.value, nowMs);
  if (!supposed.ok) return supposed;
  const after = supposed.value;
  const impact = previewImpact(attempts, before, after, nowMs);
  const person = (member: MemberId): PersonOfImpact => ({
    member,
    email: findMember(before, member)?.email ?? '',
    isSelf: member === self,
  });
  const touched = ({ member, ...of }: ImpactOnMember): TouchedPerson => ({ ...person(member), ...of });
  const concerned = membersConcerned(change);
  return ok({
    memberCount: impact.memberCount,
    refused: impact.refused.map(touched),
    letIn: impact.letIn.map(touched),
    unchanged: impact.unchanged,
    unseen: impact.unseen.filter((member) => concerned?.has(member) ?? true).map(person),
    lockOut: foreseeLockOut(before, after, author, own, attempts, nowMs, person),
  });
}

/** Those whose own rules a change sets; undefined where it is about everybody. */
function membersConcerned(change: ProposedChange): ReadonlySet<MemberId> | undefined {
  if (change.kind === 'clients') return new Set(change.of.map(({ member }) => member));
  return change.kind === 'member_addresses' ? new Set([change.member]) : undefined;
}

function foreseeLockOut(
  before: LedgerState,
  after: LedgerState,
  member: Member,
  own: OwnPlace,
  attempts: readonly PastAttempt[],
  nowMs: number,
  person: (member: MemberId) => PersonOfImpact,
): ForeseenLockOut | undefined {
  const sessions = sessionsOfAttempts(attempts, nowMs);
  const sessionsOf = (account: Member['account']) => sessions.get(account) ?? [];
  const session = ownSession(member, own, attempts, nowMs, sessionsOf(member.account));
  const code = findLockOutOfChange({ before, after, author: { member, session }, sessionsOf, nowMs });
  if (code === undefined) return undefined;
  const { clientKind, address = '' } = own;
  const ofAuthor = who[code] === 'author';
  return {
    code,
    who: membersShutOut(after, member, code).map(person),
    from: ofAuthor ? { clientKind, address } : undefined,
  };
}

const who = {
  would_lock_out_author: 'author',
  would_lock_out_author_later: 'author',
  minimum_version_above_own: 'author',
  would_lock_out_owner: 'owner',
  would_lock_out_custodians: 'custodians',
} as const satisfies Record<LockOut, string>;

function membersShutOut(after: LedgerState, author: Member, code: LockOut): readonly MemberId[] {
  switch (who[code]) {
    case 'author':
      return [author.id];
    case 'owner':
      return [after.owner];
    case 'custodians':
      return custodiansOf(after).map(({ id }) => id);
  }
}

/**
 * The session this client is in: its last entry on record, from where the server sees it now. Without a record the
 * factors are not known, and nothing is said of what needs them.
 */
function ownSession(
  { account }: Member,
  { clientKind, clientVersion, address }: OwnPlace,
  attempts: readonly PastAttempt[],
  nowMs: number,
  sessions: readonly KnownSession[],
): KnownSession {
  const newest = attempts
    .filter((attempt) => attempt.account === account && attempt.clientKind === clientKind)
    .reduce<PastAttempt | undefined>((a, b) => (a === undefined || b.atMs > a.atMs ? b : a), undefined);
  const known = sessions.find(({ id }) => id === newest?.session);
  if (known?.session.state !== 'present' || newest === undefined) {
    return { id: '' as SessionId, session: unknown, account: unknown };
  }
  const from = address ?? newest.address;
  return {
    ...known,
    session: { ...known.session, clientKind, clientVersion, address: from, authenticatedAtMs: nowMs },
  };
}
