import type { ImpactView, ShutWayView, TouchedPerson } from '@postern/client';
import type { UiText } from '@postern/ui';
import type { Foreseen } from './use-impact.ts';

/** Somebody whom the password alone lets in again is asked, not refused. */
const isAskedOnly = ({ denial }: ShutWayView) => denial.code === 'reauthentication_required';

/** The refused by what happens to them: refused at once, from a date on, or asked for their password. */
export interface Refused {
  readonly now: readonly TouchedPerson[];
  readonly later: readonly TouchedPerson[];
  readonly asked: readonly TouchedPerson[];
  /** When the first of those who are refused later is. */
  readonly fromMs: number | undefined;
}

/** Sorts each person in by the hardest that would happen to them. */
export function sortRefused({ refused }: Pick<ImpactView, 'refused'>): Refused {
  const isNow = (way: ShutWayView) => way.fromMs === null && !isAskedOnly(way);
  const isLater = (way: ShutWayView) => way.fromMs !== null;
  const now = refused.filter((one) => one.refused.some(isNow));
  const later = refused.filter((one) => !one.refused.some(isNow) && one.refused.some(isLater));
  const asked = refused.filter((one) => one.refused.every((way) => !isNow(way) && !isLater(way)));
  const times = later.flatMap((one) =>
    one.refused.flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs])),
  );
  return { now, later, asked, fromMs: times.length === 0 ? undefined : Math.min(...times) };
}

/**
 * What the button says that makes the change: its own words, and how many it would refuse at once. `action` for another
 * word than "Save". What the server would not take refuses nobody.
 */
export function sayAction(foreseen: Foreseen, text: UiText, action?: string): string {
  const plain = action ?? text.administration.save;
  if (foreseen.state !== 'here' || foreseen.impact.lockOut !== undefined) return plain;
  const { length } = sortRefused(foreseen.impact).now;
  if (length === 0) return plain;
  return action === undefined ? text.impact.save(length) : text.impact.doAnd(action, length);
}

/** Whether the page says that the server would not take the change; then it is not to be sent. */
export function isSureToFail(foreseen: Foreseen): boolean {
  return foreseen.state === 'here' && foreseen.impact.lockOut !== undefined;
}

/** Ways that are shut with the same words, together. */
export interface SameDenial {
  readonly way: ShutWayView;
  readonly places: readonly ShutWayView[];
}

/** Each sentence somebody would see once, with the places it would meet them at. */
export function groupByDenial(ways: readonly ShutWayView[]): readonly SameDenial[] {
  const groups = new Map<string, { way: ShutWayView; places: ShutWayView[] }>();
  for (const way of ways) {
    const { code } = way.denial;
    const key = `${code} ${way.fromMs} ${code === 'ip_not_allowed' ? way.address : ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { way, places: [way] });
    else group.places.push(way);
  }
  return [...groups.values()];
}
