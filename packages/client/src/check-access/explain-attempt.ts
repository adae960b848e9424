import {
  type Arch,
  type Evidence,
  type Explained,
  explain,
  pathOf,
  type Verdict,
  verdictOf,
} from '@postern/access';
import { compileIpRanges, type HashB64, type IpRange, type Json } from '@postern/core';
import {
  findInvitationByEmail,
  findMember,
  type HashAt,
  type LedgerEvent,
  type LedgerState,
} from '@postern/ledger';
import { type Asker, type AttemptAsked, factsOfAttempt, type OperatorTold } from './attempt-facts.ts';
import type { CheckLine, MissingFact } from './check-line.ts';

/** A verified ledger: its fold, its hashes and its events, as far as this device could read them. */
export interface ReadLedger {
  readonly state: LedgerState;
  readonly hashAt: HashAt;
  readonly events: readonly LedgerEvent[];
}

export interface ExplainedAttempt {
  /** Every check in the gate's order, whatever the ones before it say. */
  readonly checks: readonly CheckLine[];
  readonly verdict: Verdict;
  /** The row of arches as who manages access sees it. */
  readonly path: readonly Arch[];
}

/**
 * Every check of the gate about one attempt, with what each rests on in people's words. Pure; everything about the
 * organization comes out of the verified ledger, what the server tells is `attempt` and `operator`, and what nobody told
 * leaves the checks that need it unknown.
 */
export function explainAttempt(
  ledger: ReadLedger,
  who: Asker,
  attempt: AttemptAsked,
  operator: OperatorTold,
): ExplainedAttempt {
  const named = new Map<Json, number>();
  const hashAt = (seq: number): HashB64 | undefined => {
    const hash = ledger.hashAt(seq);
    if (hash !== undefined) named.set(hash, seq);
    return hash;
  };
  const explained = explain(factsOfAttempt(ledger.state, hashAt, who, attempt, operator));
  const missing = missingFacts(attempt, operator);
  const checks = explained.map((each) => lineOf(ledger, each, who, attempt, named, missing));
  return {
    checks,
    verdict: verdictOf(explained),
    path: pathOf(
      explained.map((each, at) => (concerns(checks[at]) ? each : { ...each, outcome: 'not_applicable' })),
      'fixer',
    ),
  };
}

/** What nothing could tell more about is asked of members, and this is none. */
function concerns(line: CheckLine | undefined): boolean {
  return line?.outcome !== 'unknown' || line.missing.length > 0;
}

function lineOf(
  ledger: ReadLedger,
  { step, arch, codes, outcome, denial, evidence }: Explained,
  who: Asker,
  attempt: AttemptAsked,
  named: ReadonlyMap<Json, number>,
  missing: readonly MissingFact[],
): CheckLine {
  const seqs = new Map<string, number>();
  const shown: Record<string, Json> = {};
  for (const [name, value] of Object.entries(evidence as Record<string, Json | undefined>)) {
    if (value === undefined) continue;
    shown[name] = value;
    const seq = name === 'event' || name.endsWith('Event') ? named.get(value) : undefined;
    if (seq !== undefined) seqs.set(name, seq);
  }
  const beside = besideOf(ledger.state, step, who, attempt);
  const setBy: Record<string, CheckLine['setBy'][string]> = {};
  for (const [name, seq] of [...seqs, ...beside.events]) {
    const line = eventLine(ledger, seq);
    if (line !== undefined) setBy[name] = line;
  }
  return {
    step,
    arch,
    codes,
    outcome,
    // What is not known is nothing the person is told.
    denial: outcome === 'blocked' ? denial : undefined,
    evidence: { ...shown, ...beside.evidence },
    setBy,
    missing: outcome === 'unknown' ? neededAt(step, who).filter((fact) => missing.includes(fact)) : [],
  };
}

interface Beside {
  readonly evidence: Evidence;
  readonly events: readonly (readonly [string, number])[];
}
const nothingBeside: Beside = { evidence: {}, events: [] };

/** What the ledger says beyond the gate's own evidence: who invited, who listed an address, who set the session age. */
function besideOf(state: LedgerState, step: number, who: Asker, { address, nowMs }: AttemptAsked): Beside {
  switch (step) {
    case 2:
    case 3: {
      if ('member' in who && who.member.status !== 'removed') return nothingBeside;
      const invitation = findInvitationByEmail(state, 'member' in who ? who.member.email : who.email);
      if (invitation === undefined) return nothingBeside;
      return {
        evidence: { invitation: invitation.status },
        events: [['invitationEvent', invitation.statusSeq]],
      };
    }
    case 5:
      return state.recovery === null
        ? nothingBeside
        : { evidence: {}, events: [['event', state.recovery.fromSeq]] };
    case 8:
      return address === undefined || !state.settings.addressListOn
        ? nothingBeside
        : listedAs(state, address, nowMs);
    case 12: {
      const set = state.settingsSetAt.sessionAgeMinutes;
      return set === undefined ? nothingBeside : { evidence: {}, events: [['event', set.seq]] };
    }
    default:
      return nothingBeside;
  }
}

/** The first entry of the list that holds the address, those whose time is over too: that one ran out is worth saying. */
function listedAs(state: LedgerState, address: string, nowMs: number): Beside {
  const holding = Object.entries(state.addresses)
    .filter(([range]) => compileIpRanges([range as IpRange])(address))
    .sort(
      ([, a], [, b]) => (b.untilMs ?? Number.POSITIVE_INFINITY) - (a.untilMs ?? Number.POSITIVE_INFINITY),
    );
  const [found] = holding;
  if (found === undefined) return nothingBeside;
  const [range, { label, untilMs, setAt }] = found;
  return {
    evidence: { listed: { range, label, untilMs, over: untilMs !== null && untilMs <= nowMs } },
    events: [['listedEvent', setAt.seq]],
  };
}

function eventLine({ state, events }: ReadLedger, seq: number): CheckLine['setBy'][string] | undefined {
  const event = events[seq];
  if (event === undefined) return undefined;
  const by = event.by === 'recovery' ? event.by : (findMember(state, event.by)?.email ?? event.by);
  return { by, atMs: event.at, seq, type: event.type };
}

const neededBy: Readonly<Record<number, readonly MissingFact[]>> = {
  4: ['suspension'],
  8: ['address', 'lifted_list'],
  10: ['client_version'],
  11: ['factors_used', 'factors_enrolled'],
  12: ['signed_in_at'],
};

/** Of somebody who is no member nothing that is told would settle the second factor. */
function neededAt(step: number, who: Asker): readonly MissingFact[] {
  const isMember = 'member' in who && who.member.status !== 'removed';
  return step === 11 && !isMember ? [] : (neededBy[step] ?? []);
}

function missingFacts(attempt: AttemptAsked, operator: OperatorTold): readonly MissingFact[] {
  const is = {
    suspension: operator?.suspended === undefined,
    lifted_list: operator?.addressListOffUntilMs === undefined,
    address: attempt.address === undefined,
    client_version: attempt.clientVersion === undefined,
    factors_used: attempt.factorsUsed === undefined,
    factors_enrolled: attempt.factorsEnrolled === undefined,
    signed_in_at: attempt.authenticatedAtMs === undefined,
  } as const satisfies Record<MissingFact, boolean>;
  return (Object.keys(is) as MissingFact[]).filter((fact) => is[fact]);
}
