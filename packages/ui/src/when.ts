import type { UiText } from './text/en.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

function dayOf(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs;
}

/** A past moment as people say it: "just now", "4 minutes ago", "09:02", "yesterday 17:40", "12 November", "3 May 2024". */
export function sayWhen(atMs: number, nowMs: number, text: UiText): string {
  const at = new Date(atMs);
  const minutes = Math.floor((nowMs - atMs) / minuteMs);
  const days = dayOf(nowMs) - dayOf(atMs);
  const clock = at.toLocaleTimeString(text.locale, { hour: '2-digit', minute: '2-digit' });
  if (minutes >= 0 && minutes < 1) return text.when.justNow;
  if (minutes >= 0 && minutes < 60) return text.when.minutesAgo(minutes);
  if (days === 0) return text.when.today(clock);
  if (days === 1) return text.when.yesterday(clock);
  const sameYear = at.getFullYear() === new Date(nowMs).getFullYear();
  return at.toLocaleDateString(text.locale, {
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** A moment in full, for evidence: "12 November 2026, 09:02:41". */
export function sayExactly(atMs: number, text: UiText): string {
  return new Date(atMs).toLocaleString(text.locale, { dateStyle: 'long', timeStyle: 'medium' });
}
