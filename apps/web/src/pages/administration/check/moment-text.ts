/** A moment where this device is, as a field for day and time holds it (`2026-11-21T09:02`); empty for none. */
export function momentText(ms: number | undefined): string {
  if (ms === undefined) return '';
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment that such a field holds; undefined for what is none. */
export function momentOf(text: string): number | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isSafeInteger(ms) ? ms : undefined;
}
