import type { FactorLevel, FactorStrength } from '@postern/access';
import type { CheckLine } from '@postern/client';
import { sayWhen, type UiText } from '@postern/ui';
import { sayDay, sayMoment } from '../shared/days.ts';

export interface EvidenceContext {
  readonly nowMs: number;
  /** The moment that is asked about. */
  readonly atMs: number;
  readonly isPast: boolean;
}

type Value = CheckLine['evidence'][string] | undefined;
const textOf = (value: Value) => (typeof value === 'string' ? value : undefined);
const msOf = (value: Value) => (typeof value === 'number' ? value : undefined);
const record = (value: Value): Readonly<Record<string, Value>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, Value>)
    : {};

/** What one check rests on, in sentences of people's words; what is not known says why. */
export function evidenceLines(line: CheckLine, context: EvidenceContext, text: UiText): readonly string[] {
  const { evidence: words, missing: missingWords } = text.checkAccess;
  const missing = line.missing.map((fact) => missingWords[fact]);
  const found = linesOf[line.step]?.(line, { ...context, text }) ?? [];
  // That there is no invitation says enough of whoever has none.
  const isForMembers = line.outcome === 'unknown' && missing.length === 0 && line.step !== 3;
  return [...found, ...missing, ...(isForMembers ? [words.strangerLater] : [])];
}

/** A past day with its preposition: "on 12 November 2026", "yesterday 17:40". */
export function sayOn(atMs: number, { nowMs, text }: Saying): string {
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  const isRecent = atMs <= nowMs && atMs >= yesterday.setHours(0, 0, 0, 0);
  return isRecent ? sayWhen(atMs, nowMs, text) : text.checkAccess.on(sayDay(atMs, text.locale));
}

interface Saying extends Pick<EvidenceContext, 'nowMs'> {
  readonly text: UiText;
}
interface Said extends EvidenceContext {
  readonly text: UiText;
}

/** "by dana@northwind.example on 12 November 2026", or nothing where no event is known. */
export function saySet(
  set: { readonly by: string; readonly atMs: number } | undefined,
  saying: Saying,
): string {
  if (set === undefined) return '';
  return saying.text.checkAccess.evidence.by(set.by, sayOn(set.atMs, saying));
}

/** A sentence that names who set something, left out where no event says so. */
function bySet(line: CheckLine, name: string, say: (set: string) => string, said: Said): readonly string[] {
  const set = line.setBy[name];
  return set === undefined ? [] : [say(saySet(set, said))];
}

type LinesOf = (line: CheckLine, said: Said) => readonly string[];

const linesOf: Readonly<Record<number, LinesOf>> = {
  1: ({ evidence }, said) => {
    const { evidence: words } = said.text.checkAccess;
    const atMs = msOf(evidence.signedInAtMs);
    return said.isPast && atMs !== undefined ? [words.signedInAt(sayOn(atMs, said))] : [words.signedIn];
  },
  2: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const { status, sinceMs } = line.evidence;
    if (status === undefined) return [line.outcome === 'pass' ? words.invitedNotYet : words.noMember];
    if (status === 'removed') return bySet(line, 'event', words.removed, said);
    const since = msOf(sinceMs);
    return since === undefined ? [] : [words.since(sayDay(since, said.text.locale))];
  },
  3: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const { invitation } = line.evidence;
    const endsMs = msOf(line.evidence.expiresAtMs);
    if (line.outcome === 'pass') return [words.needsNone];
    if (invitation === 'revoked') return bySet(line, 'invitationEvent', words.invitationRevoked, said);
    if (invitation !== 'open') return [words.noInvitation];
    return [
      ...bySet(line, 'invitationEvent', words.invitation, said),
      ...(endsMs === undefined
        ? []
        : [
            (endsMs > said.atMs ? words.invitationEnds : words.invitationEnded)(
              said.text.checkAccess.on(sayDay(endsMs, said.text.locale)),
            ),
          ]),
    ];
  },
  4: ({ outcome }, { text }) => {
    const { evidence: words } = text.checkAccess;
    return outcome === 'pass' ? [words.notSuspended] : outcome === 'blocked' ? [words.suspended] : [];
  },
  5: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    return line.outcome === 'pass' ? bySet(line, 'event', words.kit, said) : [words.noKit];
  },
  6: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    if (line.outcome === 'blocked') return bySet(line, 'event', words.disabled, said);
    if (line.outcome !== 'pass') return [];
    return line.setBy.event?.type === 'enable'
      ? bySet(line, 'event', words.enabledAgain, said)
      : [words.enabled];
  },
  7: (line, said) => {
    const { evidence: words, on } = said.text.checkAccess;
    const endsMs = msOf(line.evidence.endsAtMs);
    if (line.evidence.status === undefined) return [];
    if (endsMs === undefined) return line.outcome === 'pass' ? [words.noEnd] : [];
    const day = on(sayDay(endsMs, said.text.locale));
    return [
      line.outcome === 'pass' ? words.ends(day) : words.ended(day),
      ...bySet(line, 'event', words.endSet, said),
    ];
  },
  8: addressLines,
  9: clientLines,
  10: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const { clientVersion, minimumVersion } = line.evidence;
    const oldest = textOf(minimumVersion);
    const version = textOf(clientVersion);
    if (oldest === undefined) return [words.noOldest];
    return [
      version === undefined ? words.oldest(oldest) : words.version(version, oldest),
      ...bySet(line, 'event', words.setAt, said),
    ];
  },
  11: factorLines,
  12: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const ageMs = msOf(line.evidence.sessionAgeMs);
    if (ageMs === undefined) return [];
    return [
      words.age(saySpan(ageMs, said.text)),
      ...(line.setBy.event === undefined ? [words.byDefault] : bySet(line, 'event', words.setAt, said)),
    ];
  },
  13: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const { link, resetBy } = line.evidence;
    if (link === undefined) return [];
    if (line.outcome === 'blocked') return [resetBy === 'phone' ? words.keysOtherByPhone : words.keysOther];
    return [words.keysKnown, ...bySet(line, 'event', words.keysKnownSince, said)];
  },
  17: (line, said) => {
    const { evidence: words } = said.text.checkAccess;
    const { link, helpers } = line.evidence;
    if (line.outcome !== 'blocked') return link === 'linked' ? [words.keysArrived] : [];
    const names = Array.isArray(helpers) ? helpers.flatMap((one) => textOf(one) ?? []) : [];
    return [
      link === 'pending' ? words.keysUnheard : words.keysNotArrived,
      ...(names.length === 0 ? [] : [words.keyHelpers(names.join(', '))]),
    ];
  },
};

function addressLines(line: CheckLine, said: Said): readonly string[] {
  const { evidence: words } = said.text.checkAccess;
  const { allowed, ownAllowed, listOffUntilMs } = line.evidence;
  const address = textOf(line.evidence.address);
  const listed = record(line.evidence.listed);
  const [label, range, untilMs] = [textOf(listed.label), textOf(listed.range), msOf(listed.untilMs)];
  if (allowed === null) return [words.noList];
  const listOn = bySet(line, 'event', words.listOn, said);
  if (address === undefined) return listOn;
  const lifted = msOf(listOffUntilMs);
  if (allowed === true && label !== undefined && range !== undefined) {
    return [words.onList(address, label, range), ...bySet(line, 'listedEvent', words.added, said)];
  }
  if (ownAllowed === true) {
    return [words.ownAddress(address), ...bySet(line, 'ownEvent', words.added, said)];
  }
  return [
    words.notOnList(address),
    ...(listed.over === true && label !== undefined && range !== undefined && untilMs !== undefined
      ? [words.wasOnList(label, range, sayMoment(untilMs, said.text.locale))]
      : []),
    ...(lifted !== undefined && lifted > said.atMs
      ? [words.lifted(sayMoment(lifted, said.text.locale))]
      : listOn),
  ];
}

function clientLines(line: CheckLine, said: Said): readonly string[] {
  const { evidence: words } = said.text.checkAccess;
  const kind = textOf(line.evidence.clientKind);
  if (kind === undefined || line.outcome === 'unknown') return [];
  if (kind === 'web' || kind === 'api') return [words.webAlways];
  const own = record(line.evidence.ofMember)[kind];
  if (own === true) return bySet(line, 'event', words.ownAllowed, said);
  if (own === false) return bySet(line, 'event', words.ownOff, said);
  return record(line.evidence.ofOrganization)[kind] === true
    ? [words.allAllowed]
    : bySet(line, 'organizationEvent', words.allOff, said);
}

function factorLines(line: CheckLine, said: Said): readonly string[] {
  const { evidence: words } = said.text.checkAccess;
  const { used, enrolled } = line.evidence;
  const level = textOf(line.evidence.level);
  if (level === undefined) return [words.noFactor];
  const dueMs = msOf(line.evidence.dueMs);
  const exemptMs = msOf(line.evidence.exemptUntilMs);
  const levels: Readonly<Partial<Record<string, string>>> = said.text.rules.secondFactor
    .levels satisfies Record<FactorLevel, string>;
  return [
    words.level(levels[level] ?? level),
    ...bySet(line, 'event', words.setAt, said),
    ...(dueMs !== undefined && dueMs > said.atMs ? [words.due(sayMoment(dueMs, said.text.locale))] : []),
    ...(exemptMs !== undefined && exemptMs > said.atMs && line.setBy.exemptEvent !== undefined
      ? [words.exempt(sayMoment(exemptMs, said.text.locale), saySet(line.setBy.exemptEvent, said))]
      : []),
    ...(used === undefined ? [] : [words.given(sayFactors(used, said.text))]),
    ...(enrolled === undefined ? [] : [words.enrolled(sayFactors(enrolled, said.text))]),
  ];
}

function sayFactors(value: Value, text: UiText): string {
  const names: Readonly<Partial<Record<string, string>>> = text.checkAccess.form.factors satisfies Record<
    FactorStrength,
    string
  >;
  const known = Array.isArray(value) ? value.flatMap((each) => names[String(each)]?.toLowerCase() ?? []) : [];
  return known.length === 0 ? text.checkAccess.evidence.noneOfThem : known.join(', ');
}

/** A span as people say it, in the largest unit that divides it. */
export function saySpan(spanMs: number, text: UiText): string {
  const minutes = Math.round(spanMs / 60_000);
  const { days, hours, minutes: sayMinutes } = text.checkAccess;
  if (minutes % 1440 === 0) return days(minutes / 1440);
  return minutes % 60 === 0 ? hours(minutes / 60) : sayMinutes(minutes);
}
