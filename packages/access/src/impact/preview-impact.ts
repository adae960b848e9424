import type { AccountId, MemberId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import { factorDueMs } from '../gate/check-second-factor.ts';
import type { Denied } from '../gate/denial.ts';
import type { ClientKind, Facts } from '../gate/facts.ts';
import { type FactsOf, factsUnder } from '../gate/facts-under.ts';
import { decide } from '../gate/gate.ts';
import { asOfToday, type PastAttempt, sessionOfAttempt } from './past-attempt.ts';

/** A way in which somebody came, told by client and address. */
export interface Way {
  readonly clientKind: ClientKind;
  readonly clientVersion: string;
  readonly address: string;
  /** How many of the attempts went this way, and when the last did. */
  readonly count: number;
  readonly lastAtMs: number;
}

/** A way that a change would shut. */
export interface ShutWay extends Way {
  readonly denial: Denied;
  /** From when on; null where it is at once. */
  readonly fromMs: number | null;
}

export interface ImpactOnMember {
  readonly member: MemberId;
  /** Newest first. */
  readonly refused: readonly ShutWay[];
  readonly letIn: readonly Way[];
  /** Attempts that would be let in as they are now. */
  readonly stillIn: number;
  /** Attempts that would be refused as they are now. */
  readonly stillOut: number;
}

/** Whom a change of the rules touches, by what they did. */
export interface Impact {
  /** Active members. */
  readonly memberCount: number;
  /** Members with a way that is shut; those shut out at once first, then by when they last came so. */
  readonly refused: readonly ImpactOnMember[];
  /** Members with a way that is opened. */
  readonly letIn: readonly ImpactOnMember[];
  /** How many members who came would notice nothing. */
  readonly unchanged: number;
  /** Active members who did not come: of these nobody can tell. */
  readonly unseen: readonly MemberId[];
}

/**
 * What changes for those who came, if `after` were the ledger's state in place of `before`: the gate's own `decide` on
 * either, for each attempt as if it were made now. Where `after` asks for a second factor from a later date on, it is
 * judged as of that date as well.
 */
export function previewImpact(
  attempts: readonly PastAttempt[],
  before: LedgerState,
  after: LedgerState,
  nowMs: number,
): Impact {
  const members = new Map<AccountId, Member>();
  for (const member of Object.values(before.members)) {
    if (member.status !== 'removed') members.set(member.account, member);
  }
  const judge = judgeOf(before, after, nowMs);
  const touched = new Map<MemberId, Touched>();
  for (const attempt of asOfToday(attempts)) {
    const member = members.get(attempt.account);
    if (member === undefined) continue;
    let of = touched.get(member.id);
    if (of === undefined) {
      of = { refused: new Map(), letIn: new Map(), stillIn: 0, stillOut: 0 };
      touched.set(member.id, of);
    }
    note(of, attempt, judge(member, attempt));
  }
  const impacts = [...touched].map(([member, of]) => impactOf(member, of));
  const active = Object.values(before.members).filter(({ status }) => status === 'active');
  return {
    memberCount: active.length,
    refused: impacts.filter(({ refused }) => refused.length > 0).sort(soonestFirst),
    letIn: impacts.filter(({ letIn }) => letIn.length > 0),
    unchanged: impacts.filter(({ refused, letIn }) => refused.length + letIn.length === 0).length,
    unseen: active.filter(({ id }) => !touched.has(id)).map(({ id }) => id),
  };
}

type Judged =
  | { readonly kind: 'refused'; readonly denial: Denied; readonly fromMs: number | null }
  | { readonly kind: 'letIn' | 'stillIn' | 'stillOut' };

/** How an attempt is judged on either side of a change. Moments that many have in common are looked at once. */
function judgeOf(before: LedgerState, after: LedgerState, nowMs: number) {
  const at = new Map<number, { readonly was: FactsOf; readonly is: FactsOf }>();
  const sidesAt = (ms: number) => {
    let sides = at.get(ms);
    if (sides === undefined) {
      sides = { was: factsUnder(before, ms), is: factsUnder(after, ms) };
      at.set(ms, sides);
    }
    return sides;
  };
  return (member: Member, attempt: PastAttempt): Judged => {
    const session = sessionOfAttempt(attempt, nowMs);
    const now = sidesAt(nowMs);
    const facts = now.is(member, session);
    const was = decide(now.was(member, session));
    const is = decide(facts);
    if (!is.ok) return was.ok ? { kind: 'refused', denial: is, fromMs: null } : { kind: 'stillOut' };
    const dueMs = dueLaterMs(facts);
    if (dueMs !== undefined) {
      const then = sessionOfAttempt(attempt, dueMs);
      const later = sidesAt(dueMs);
      const denial = decide(later.is(member, then));
      if (!denial.ok && decide(later.was(member, then)).ok) return { kind: 'refused', denial, fromMs: dueMs };
    }
    return { kind: was.ok ? 'stillIn' : 'letIn' };
  };
}

/** When the second factor begins to count for somebody for whom it does not count yet. */
function dueLaterMs({ request, membership, settings }: Facts): number | undefined {
  if (membership.state !== 'present' || settings.state !== 'present') return undefined;
  if (settings.factorRule === null) return undefined;
  const dueMs = Math.max(
    factorDueMs(settings.factorRule, membership.sinceMs),
    membership.factorExemptUntilMs ?? 0,
  );
  return dueMs > request.nowMs ? dueMs : undefined;
}

interface Touched {
  readonly refused: Map<string, ShutWay>;
  readonly letIn: Map<string, Way>;
  stillIn: number;
  stillOut: number;
}

function note(of: Touched, attempt: PastAttempt, judged: Judged): void {
  const { clientKind, clientVersion, address, atMs } = attempt;
  const way = { clientKind, clientVersion, address, count: 1, lastAtMs: atMs };
  const key = `${clientKind} ${clientVersion} ${address}`;
  if (judged.kind === 'refused') {
    const { denial, fromMs } = judged;
    add(of.refused, `${key} ${denial.code} ${fromMs}`, { ...way, denial, fromMs });
  } else if (judged.kind === 'letIn') add(of.letIn, key, way);
  else of[judged.kind] += 1;
}

function add<Of extends Way>(ways: Map<string, Of>, key: string, way: Of): void {
  const known = ways.get(key);
  if (known === undefined) ways.set(key, way);
  else {
    const lastAtMs = Math.max(known.lastAtMs, way.lastAtMs);
    ways.set(key, { ...known, count: known.count + 1, lastAtMs });
  }
}

function impactOf(member: MemberId, { refused, letIn, stillIn, stillOut }: Touched): ImpactOnMember {
  const newestFirst = (a: Way, b: Way) => b.lastAtMs - a.lastAtMs;
  return {
    member,
    refused: [...refused.values()].sort(newestFirst),
    letIn: [...letIn.values()].sort(newestFirst),
    stillIn,
    stillOut,
  };
}

function soonestFirst(a: ImpactOnMember, b: ImpactOnMember): number {
  const fromMs = ({ refused }: ImpactOnMember) => Math.min(...refused.map((way) => way.fromMs ?? 0));
  const lastAtMs = ({ refused }: ImpactOnMember) => refused[0]?.lastAtMs ?? 0;
  return fromMs(a) - fromMs(b) || lastAtMs(b) - lastAtMs(a);
}
