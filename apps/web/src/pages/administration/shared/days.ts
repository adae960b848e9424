const dayMs = 86_400_000;

/** The last millisecond of a day (`2027-01-31`) where this device is; undefined for what is no day. */
export function endOfDayMs(dayText: string): number | undefined {
  return readDay(dayText)?.setHours(23, 59, 59, 999);
}

/** The first millisecond of a day where this device is; undefined for what is no day. */
export function startOfDayMs(dayText: string): number | undefined {
  return readDay(dayText)?.setHours(0, 0, 0, 0);
}

function readDay(dayText: string): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(dayText.trim());
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const noon = new Date(year, month - 1, day, 12);
  // The 31st of a shorter month would become another day.
  return noon.getMonth() === month - 1 && noon.getDate() === day ? noon : undefined;
}

/** The day of a moment where this device is, as a date field holds it; empty for none. */
export function dayTextOf(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '';
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The day so many days from a moment, as a date field holds it. */
export function dayTextIn(days: number, nowMs: number): string {
  return dayTextOf(nowMs + days * dayMs);
}

/** A day as people say it: "31 January 2027". */
export function sayDay(ms: number, locale: string): string {
  return new Date(ms).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** The same in a narrow column: "31 Jan 2027". */
export function sayShortDay(ms: number, locale: string): string {
  return new Date(ms).toLocaleDateString(locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** A day and a time, for what ends within a day. */
export function sayMoment(ms: number, locale: string): string {
  return new Date(ms).toLocaleString(locale, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  });
}
