import type { Json } from '@postern/core';
import { type DenialCode, denials, type ParamsOf } from '../catalogue/catalogue.ts';
import type { DenialEntry } from '../catalogue/entry.ts';
import type { Fixer } from '../catalogue/fixers.ts';
import { type RemedyCode, remedies as remedyList } from '../catalogue/remedies.ts';

/** Why somebody is refused, as it travels: codes only, words come from the reader's own catalogue. */
export interface Denial {
  readonly code: DenialCode;
  readonly params: Readonly<Record<string, Json>>;
  /** What this person can do right there, most helpful first. */
  readonly remedies: readonly RemedyCode[];
  /** Who can end it; `self` when the person can. */
  readonly fixers: readonly Fixer[];
}

/** The gate's two answers. A denied one is a `Refusal` of `@postern/core`. */
export interface Allowed {
  readonly ok: true;
  readonly value: undefined;
}
export interface Denied extends Denial {
  readonly ok: false;
}
export type Decision = Allowed | Denied;

export const allowed: Allowed = Object.freeze({ ok: true, value: undefined });

/**
 * The denial of a code. `narrow` keeps those remedies and fixers of the catalogue that fit this person, e.g. the owner
 * is not told to wait for the owner; remedies in its order, most helpful for this person first.
 */
export function deny<Of extends DenialCode>(
  code: Of,
  params: ParamsOf<Of>,
  narrow: { readonly remedies?: readonly RemedyCode[]; readonly fixers?: readonly Fixer[] } = {},
): Denied {
  const { remedies, fixers } = remediesAndFixersOf(code);
  return {
    ok: false,
    code,
    params: params as Readonly<Record<string, Json>>,
    remedies:
      narrow.remedies === undefined ? remedies : narrow.remedies.filter((each) => remedies.includes(each)),
    fixers: narrow.fixers === undefined ? fixers : fixers.filter((each) => narrow.fixers?.includes(each)),
  };
}

/** The denial of a code whose parameters are not known or not presentable: its sentence has a twin without them. */
export function denyPlainly(code: DenialCode): Denied {
  return { ok: false, code, params: {}, ...remediesAndFixersOf(code) };
}

/** All remedies the person may be offered for a code, and everybody who can end it. */
export function remediesAndFixersOf(code: DenialCode): Pick<Denial, 'remedies' | 'fixers'> {
  const entry: DenialEntry = denials[code];
  const others = Object.keys(entry.fixers) as Fixer[];
  const canDoAlone = entry.remedies.some((each) => remedyList[each].kind !== 'ask');
  return { remedies: entry.remedies, fixers: canDoAlone ? ['self', ...others] : others };
}

/** What one kind of fixer can do about a code, for the access inbox. */
export function remediesOfFixer(code: DenialCode, fixer: Fixer): readonly RemedyCode[] {
  const entry: DenialEntry = denials[code];
  return fixer === 'self' ? entry.remedies : (entry.fixers[fixer] ?? []);
}

/** The gate's own failure: it could not tell, so it refuses. The server adds the reference of its log record. */
export const checkFailed: Denied = Object.freeze({
  ok: false,
  code: 'check_failed',
  params: Object.freeze({}),
  ...remediesAndFixersOf('check_failed'),
});

/** The same denial with the reference that finds its record in the server's log. */
export function withReference(denied: Denied, reference: string): Denied {
  return { ...denied, params: { ...denied.params, reference } };
}
