import type { LogLine } from '@postern/client';
import type { UiText } from '@postern/ui';
import { organizationSentence } from '../history/organization-sentence.ts';

/** What a line says, without its code and its reference. */
export function lineSentence(line: LogLine, text: UiText): string {
  if (line.source === 'ledger') return organizationSentence(line, text);
  const said = text.organizationLog.kinds[line.kind];
  return line.by === undefined ? said : `${said} ${text.organizationLog.settledBy(line.by)}`;
}

/** Whose line it is: whose access it was, or who made the change. */
export function lineWho(line: LogLine, text: UiText): string {
  if (line.source === 'server') return line.email;
  return line.by === 'recovery' ? text.organizationHistory.recovery : line.by;
}

/** The client with its version, as far as there is one. */
export function lineClient(line: LogLine, text: UiText): string {
  if (line.source === 'ledger' || line.clientKind === undefined) return '';
  return [text.sessions.kinds[line.clientKind], line.clientVersion].filter(Boolean).join(' ');
}

/** The strongest second factor that was used, `undefined` for none. */
export function lineFactor(line: LogLine, text: UiText): string | undefined {
  const strongest = line.source === 'server' ? line.factorsUsed.at(-1) : undefined;
  return strongest && text.organizationLog.factors[strongest];
}

/** Tells lines apart, those of either source. */
export function lineKey(line: LogLine): string {
  return line.source === 'server' ? line.record : `${line.seq}.${line.part}`;
}
