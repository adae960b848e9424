import { type DenialCode, revealOf } from '@postern/access';
import type { OpenedRequest, RemedyChoice, RemedyOffer, VaultRole } from '@postern/client';
import { typedWords } from '../../invitation/typed-words.ts';
import { endOfDayMs } from '../shared/days.ts';

/** One thing that stands in somebody's way, with what can be done about it. */
export interface Obstacle {
  readonly code: DenialCode;
  readonly check: OpenedRequest['checks'][number] | undefined;
  /** From the least that helps. */
  readonly offers: readonly RemedyOffer[];
}

/** From what changes least to what changes most. */
const leastFirst: readonly RemedyOffer['remedy'][] = [
  'allow_address_once',
  'allow_address_for_a_day',
  'allow_address_always',
  'enable_member',
  'extend_member',
  'allow_client',
  'exempt_second_factor',
  'share_vault',
  'grant_permission',
  'resend_invitation',
  'invite_member',
  'confirm_words',
  'reinvite_member',
  'lower_minimum_version',
  'allow_personal_vaults',
];

/** Everything in the way, in the order of the gate; what was refused inside comes last. */
export function obstaclesOf({ code, checks, offers, state }: OpenedRequest): readonly Obstacle[] {
  const offersFor = (of: DenialCode) =>
    offers
      .filter(({ ends }) => ends === of)
      .toSorted((a, b) => leastFirst.indexOf(a.remedy) - leastFirst.indexOf(b.remedy));
  const found = checks.flatMap((check): Obstacle[] =>
    check.outcome === 'blocked' && check.denial !== undefined
      ? [{ code: check.denial.code, check, offers: offersFor(check.denial.code) }]
      : [],
  );
  const others = new Set([
    ...(isInside(code) && state === 'open' ? [code] : []),
    ...offers.map(({ ends }) => ends),
  ]);
  for (const { code: known } of found) others.delete(known);
  return [...found, ...[...others].map((of) => ({ code: of, check: undefined, offers: offersFor(of) }))];
}

/** Whether the refusal was within the organization, past its gate. */
export function isInside(code: DenialCode): boolean {
  return (
    revealOf(code) === 'member' &&
    ['permission_missing', 'vault_not_shared', 'personal_vault_disabled'].includes(code)
  );
}

/** A remedy that is taken on this page; the others lead to a page of their own. */
export type ChosenRemedy = RemedyChoice['remedy'];
const elsewhere: ReadonlySet<RemedyOffer['remedy']> = new Set(['invite_member', 'resend_invitation']);

export function isTakenHere(offer: RemedyOffer): offer is RemedyOffer & { readonly remedy: ChosenRemedy } {
  return !elsewhere.has(offer.remedy);
}

/** What is picked for each obstacle; absent: left as it is. */
export type Picked = Readonly<Partial<Record<DenialCode, ChosenRemedy>>>;

/** The least that helps of what this member may do, for each. */
export function leastThatHelps(obstacles: readonly Obstacle[]): Picked {
  return Object.fromEntries(
    obstacles.flatMap(({ code, offers }) => {
      const least = offers.find((offer) => isTakenHere(offer) && offer.refused === undefined);
      return least === undefined ? [] : [[code, least.remedy]];
    }),
  );
}

/** What is typed beside a remedy. */
export interface Inputs {
  /** As a date field holds it; empty for no end. */
  readonly endDay: string;
  readonly role: VaultRole;
  /** What the person who asks reads out. */
  readonly words: string;
}

/** So many words are read out to be invited again; the words of a key are more. */
const relinkWordCount = 6;

/** The end that is typed, `null` for none, or `undefined` where it is no day to come. */
export function endOf({ endDay }: Inputs, nowMs: number): number | null | undefined {
  if (endDay === '') return null;
  const endsAtMs = endOfDayMs(endDay);
  return endsAtMs === undefined || endsAtMs <= nowMs ? undefined : endsAtMs;
}

const withRight: readonly (readonly [VaultRole, readonly string[]])[] = [
  ['reader', ['view']],
  ['operator', ['password', 'sensitive', 'fill']],
  ['editor', ['add', 'edit', 'delete', 'attachments', 'history', 'share']],
  ['manager', ['export', 'manage']],
];

/** The least role that holds a right; the least of all where none is asked for. */
export function leastRoleWith(right: string | undefined): VaultRole {
  return withRight.find(([, rights]) => right !== undefined && rights.includes(right))?.[0] ?? 'reader';
}

/** What is to be done, as the client takes it. `undefined` where something typed is not right. */
export function choiceOf(
  { remedy, effect }: RemedyOffer & { readonly remedy: ChosenRemedy },
  inputs: Inputs,
  label: string,
  nowMs: number,
): RemedyChoice | undefined {
  switch (remedy) {
    case 'extend_member': {
      const endsAtMs = endOf(inputs, nowMs);
      return endsAtMs === undefined ? undefined : { remedy, endsAtMs };
    }
    case 'allow_address_always':
      return { remedy, label };
    case 'grant_permission':
      return effect.permission === undefined
        ? undefined
        : {
            remedy,
            permission: effect.permission as Extract<
              RemedyChoice,
              { remedy: 'grant_permission' }
            >['permission'],
          };
    case 'share_vault':
      return effect.vault === undefined ? undefined : { remedy, vault: effect.vault, given: inputs.role };
    case 'reinvite_member':
    case 'confirm_words': {
      const words = typedWords(inputs.words);
      const enough = remedy === 'confirm_words' || words.length === relinkWordCount;
      return enough && words.length >= relinkWordCount ? { remedy, words } : undefined;
    }
    default:
      return { remedy };
  }
}
