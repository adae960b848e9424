import { type IpRange, parseIpRange } from '@postern/core';
import { readCsvLine } from '../shared/csv.ts';
import { endOfDayMs } from '../shared/days.ts';

export interface AddressEntry {
  readonly range: IpRange;
  readonly label: string;
  readonly untilMs: number | null;
}

export type AddressLineProblem = 'range' | 'date' | 'repeated';

/** One line of a pasted list, with its number as people count. */
export type AddressLine =
  | { readonly line: number; readonly typed: string; readonly ok: true; readonly entry: AddressEntry }
  | {
      readonly line: number;
      readonly typed: string;
      readonly ok: false;
      readonly problem: AddressLineProblem;
    };

/**
 * Lines of `address or network, label, last day`, the last two if wanted, as text or CSV with or without a header.
 * Empty lines and those that begin with `#` are left out; every other line is an entry or says what is wrong with it.
 */
export function parseAddressList(pasted: string, nowMs: number): readonly AddressLine[] {
  const seen = new Set<string>();
  return pasted.split(/\r?\n/u).flatMap((text, at): AddressLine[] => {
    const typed = text.trim();
    if (typed === '' || typed.startsWith('#') || (at === 0 && isHeader(typed))) return [];
    const line = { line: at + 1, typed };
    const [rangeText = '', label = '', dayText = ''] = readCsvLine(typed);
    const range = parseIpRange(rangeText);
    if (range === undefined) return [{ ...line, ok: false, problem: 'range' }];
    const untilMs = dayText === '' ? null : endOfDayMs(dayText);
    if (untilMs === undefined || (untilMs !== null && untilMs <= nowMs)) {
      return [{ ...line, ok: false, problem: 'date' }];
    }
    if (seen.has(range)) return [{ ...line, ok: false, problem: 'repeated' }];
    seen.add(range);
    return [{ ...line, ok: true, entry: { range, label, untilMs } }];
  });
}

/** What an export of this page begins with: words, and no address among them. */
function isHeader(line: string): boolean {
  const [first = ''] = readCsvLine(line);
  return /^[\p{L} ]+$/u.test(first) && readCsvLine(line).length > 1;
}
