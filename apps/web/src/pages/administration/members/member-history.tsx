import type { HistoryLine, MemberView } from '@postern/client';
import { type Column, Section, sayExactly, sayWhen, Table, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { Read } from '../shared/read.tsx';
import { historySentence } from './history-sentence.ts';

/** What was changed about the member, by whom and when, newest first. */
export function MemberHistory({ member }: { readonly member: MemberView }) {
  const text = useText();
  const { people } = usePort().administration;
  const columns: Column<HistoryLine>[] = [
    {
      key: 'what',
      header: text.security.event,
      cell: (line) => historySentence(line, text),
    },
    {
      key: 'by',
      header: text.security.by,
      cell: (line) => <span className="break-all">{line.by}</span>,
    },
    {
      key: 'at',
      header: text.security.at,
      cell: (line) => (
        <time title={sayExactly(line.atMs, text)} className="whitespace-nowrap">
          {sayWhen(line.atMs, Date.now(), text)}
        </time>
      ),
    },
  ];
  return (
    <Section title={text.member.historyTitle} lead={text.member.historyLead}>
      <Read name={`history of ${member.id}`} read={() => people.history(member.id)}>
        {(lines) => (
          <Table
            caption={text.member.historyCaption}
            columns={columns}
            rows={lines.toSorted((a, b) => b.seq - a.seq)}
            rowKey={(line) => `${line.seq} ${line.type}`}
            empty={<p className="text-ink-2">{text.member.noHistory}</p>}
          />
        )}
      </Read>
    </Section>
  );
}
