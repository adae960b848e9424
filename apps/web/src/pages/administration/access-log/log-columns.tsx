import type { LogLine } from '@postern/client';
import { sayExactly, sayWhen, Tag, type Tone, type UiText } from '@postern/ui';
import { CodeLink } from '../../../refusal-text.tsx';
import type { DataColumn } from '../table/data-table.tsx';
import { LineLink } from './line-link.tsx';
import { lineClient, lineFactor, lineSentence, lineWho } from './line-words.ts';

const tones = {
  entered: 'in',
  denied: 'need',
  owners_door: 'need',
  recovered: 'need',
  abandonment_begun: 'loss',
  abandonment_taken_back: 'in',
  request_made: 'accent',
  request_granted: 'in',
  request_refused: 'need',
  request_withdrawn: 'plain',
  request_expired: 'plain',
  request_reopened: 'plain',
  changed: 'plain',
} as const satisfies Record<LogLine['kind'], Tone>;

/** The columns of the access log. `own`: the address of whoever looks. */
export function logColumns(text: UiText, own: string | undefined): readonly DataColumn<LogLine>[] {
  const words = text.organizationLog;
  return [
    {
      key: 'when',
      header: words.when,
      width: '6.5rem',
      cell: ({ atMs }) => (
        <time dateTime={new Date(atMs).toISOString()} title={sayExactly(atMs, text)} className="text-ink-2">
          {sayWhen(atMs, Date.now(), text)}
        </time>
      ),
    },
    {
      key: 'what',
      header: words.what,
      width: 'minmax(0, 2.2fr)',
      cell: (line) => sayWhat(line, text),
    },
    {
      key: 'who',
      header: words.who,
      width: 'minmax(0, 1.7fr)',
      cell: (line) => {
        const who = lineWho(line, text);
        return (
          <span className="wrap-anywhere">
            {who}
            {who === own && <span className="text-ink-2"> ({words.you})</span>}
            {line.source === 'server' && line.member === undefined && (
              <span className="text-ink-2"> ({words.stranger})</span>
            )}
          </span>
        );
      },
    },
    {
      key: 'from',
      header: words.from,
      width: 'minmax(0, 1.5fr)',
      cell: (line) => sayFrom(line, text),
    },
    {
      key: 'leads',
      header: words.leads,
      headerHidden: true,
      width: '8.5rem',
      align: 'end',
      cell: (line) => <LineLink line={line} />,
    },
  ];
}

function sayWhat(line: LogLine, text: UiText) {
  const words = text.organizationLog;
  const told = line.source === 'server' ? line : undefined;
  return (
    <span className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Tag tone={tones[line.kind]}>{words.kinds[line.kind]}</Tag>
        {line.source === 'ledger' ? (
          <span className="min-w-0 wrap-anywhere">{lineSentence(line, text)}</span>
        ) : (
          line.code !== undefined && <CodeLink code={line.code} />
        )}
      </span>
      {told?.by !== undefined && <span className="text-ink-2 wrap-anywhere">{words.settledBy(told.by)}</span>}
      {told?.reference !== undefined && (
        <span className="text-ink-3 text-xs">{words.reference(told.reference)}</span>
      )}
    </span>
  );
}

function sayFrom(line: LogLine, text: UiText) {
  if (line.source === 'ledger' || line.address === undefined) return null;
  const factor = lineFactor(line, text);
  return (
    <span className="flex flex-col gap-0.5">
      <span className="font-mono text-xs leading-5 wrap-anywhere">{line.address}</span>
      <span className="text-ink-2">
        {lineClient(line, text)}
        {factor !== undefined && `, ${text.organizationLog.withFactor(factor)}`}
      </span>
    </span>
  );
}
