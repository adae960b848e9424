import type { AccessLogPort, LogCursor, LogFilter, LogLine } from '@postern/client';
import { ok, type Result } from '@postern/core';
import type { UiText } from '@postern/ui';
import { writeCsv } from '../shared/csv.ts';
import { lineClient, lineKey, lineSentence, lineWho } from './line-words.ts';

/** What a file of the log holds at most. */
export const maxExported = 50_000;

/** All lines that match, newest first, as far as a file holds them; `cut` when there are more. */
export async function readWholeLog(
  port: AccessLogPort,
  filter: LogFilter,
): Promise<Result<{ readonly lines: readonly LogLine[]; readonly cut: boolean }>> {
  const lines: LogLine[] = [];
  let cursor: LogCursor | undefined;
  do {
    const page = await port.page(filter, cursor);
    if (!page.ok) return page;
    lines.push(...page.value.lines);
    cursor = page.value.next;
  } while (cursor !== undefined && lines.length < maxExported);
  return ok({ lines: lines.slice(0, maxExported), cut: cursor !== undefined || lines.length > maxExported });
}

/** The lines as CSV; what others wrote cannot become a formula (`csv.ts`). */
export function logCsv(lines: readonly LogLine[], text: UiText): string {
  const words = text.organizationLog.export;
  const cells = lines.map((line) => {
    const told = line.source === 'server' ? line : undefined;
    return [
      new Date(line.atMs).toISOString(),
      text.organizationLog.kinds[line.kind],
      lineSentence(line, text),
      lineWho(line, text),
      told === undefined ? '' : told.member === undefined ? words.no : words.yes,
      line.by ?? '',
      lineClient(line, text),
      told?.clientVersion ?? '',
      told?.address ?? '',
      told?.factorsUsed.map((factor) => text.organizationLog.factors[factor]).join('; ') ?? '',
      told?.code ?? '',
      told?.reference ?? '',
      line.source === 'server' ? words.server : words.ledger,
      lineKey(line),
    ];
  });
  return writeCsv([words.columns, ...cells]);
}

/** The lines as JSON, each with its moment as text. */
export function logJson(lines: readonly LogLine[], text: UiText): string {
  const told = lines.map(({ atMs, ...line }) => ({
    at: new Date(atMs).toISOString(),
    says: lineSentence({ atMs, ...line } as LogLine, text),
    ...line,
  }));
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
