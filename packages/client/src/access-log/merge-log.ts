import type { AccessLine } from '@postern/contract';
import type { LedgerLogLine, LogCursor, LogFilter, LogLine, LogPage, ServerLogLine } from './port.ts';

/** Lines on a page of the log. */
export const linesPerPage = 100;

/** What of a filter the ledger's lines have to say: undefined when it asks for what they do not have. */
export function matchesLedger(filter: LogFilter): ((line: LedgerLogLine) => boolean) | undefined {
  const { person, kind, clientKind, address, fromMs, toMs } = filter;
  if ((kind !== undefined && kind !== 'changed') || clientKind !== undefined || isText(address))
    return undefined;
  return ({ by, params, atMs }) =>
    holds(`${by} ${params.who ?? ''}`, person) &&
    (fromMs === undefined || atMs >= fromMs) &&
    (toMs === undefined || atMs <= toMs);
}

/** Whether a line of the server is wanted; kind, account and time it has looked at itself. */
export function matchesServer(line: ServerLogLine, { person, clientKind, address }: LogFilter): boolean {
  return (
    holds(line.email, person) &&
    (clientKind === undefined || line.clientKind === clientKind) &&
    holds(line.address ?? '', address)
  );
}

/** The lines of one reading of the server. `told`: how many it had, whether wanted or not. */
export interface ServerReading {
  readonly lines: readonly AccessLine[];
  readonly done: boolean;
}

export interface Merging {
  /** All that are wanted, newest first. */
  readonly ledger: readonly LedgerLogLine[];
  readonly shown: (line: AccessLine) => ServerLogLine;
  readonly wanted: (line: ServerLogLine) => boolean;
}

/**
 * Puts what both sources have after a cursor in one order of time, until the page is full or the server's reading is
 * told. A line of the ledger comes before one of the server of the same millisecond.
 */
export function mergeLog(
  { ledger, shown, wanted }: Merging,
  reading: ServerReading,
  from: LogCursor,
  room: number,
): LogPage {
  const lines: LogLine[] = [];
  let { server, ledgerBefore } = from;
  let at = ledger.findIndex(({ seq }) => seq < ledgerBefore);
  if (at < 0) at = ledger.length;
  let lookedBackToMs = Number.POSITIVE_INFINITY;
  const isFull = () => lines.length >= room;
  /** Tells the ledger's lines down to a time; all parts of one event together. */
  const tellLedger = (downToMs: number) => {
    for (let line = ledger[at]; line !== undefined && line.atMs >= downToMs; line = ledger[++at]) {
      if (isFull() && line.seq < ledgerBefore) return;
      lines.push(line);
      ledgerBefore = line.seq;
      lookedBackToMs = line.atMs;
    }
  };
  let told = 0;
  for (const line of reading.lines) {
    tellLedger(line.atMs);
    if (isFull()) break;
    const one = shown(line);
    if (wanted(one)) lines.push(one);
    server = `${line.atMs}.${line.record}`;
    lookedBackToMs = line.atMs;
    told += 1;
  }
  const serverDone = reading.done && told === reading.lines.length;
  if (serverDone) tellLedger(Number.NEGATIVE_INFINITY);
  const isDone = serverDone && at >= ledger.length;
  return {
    lines,
    next: isDone ? undefined : { server, serverDone, ledgerBefore },
    lookedBackToMs: isDone ? 0 : lookedBackToMs,
  };
}

function holds(text: string, part: string | undefined): boolean {
  return !isText(part) || text.toLowerCase().includes(part.trim().toLowerCase());
}

function isText(part: string | undefined): part is string {
  return part !== undefined && part.trim() !== '';
}
