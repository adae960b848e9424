import type { OrganizationLine } from '@postern/client';
import { sayExactly, sayWhen, type UiText, useText } from '@postern/ui';
import { useMemo } from 'react';
import { usePort, useSnapshot } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { Read } from '../shared/read.tsx';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import type { Facet } from '../table/facets.tsx';
import { OperatorActs } from './operator-acts.tsx';
import { organizationSentence } from './organization-sentence.ts';

/** Everything that was changed, by whom and when, out of the verified ledger. */
export function HistoryPage() {
  const text = useText();
  const { history } = usePort().administration;
  const { account } = useSnapshot();
  const own = account?.email;
  const columns = useMemo(() => historyColumns(text, own), [text, own]);
  const facets = useMemo(() => historyFacets(text), [text]);
  return (
    <AdministrationPage title={text.organizationHistory.title} lead={text.organizationHistory.lead}>
      <Read name="history" read={() => history.all()}>
        {(lines) => (
          <DataTable
            caption={text.organizationHistory.caption}
            filterLabel={text.organizationHistory.filter}
            columns={columns}
            facets={facets}
            rows={lines}
            rowKey={({ seq, part }) => `${seq}.${part}`}
            rowName={(line) => organizationSentence(line, text)}
            empty={null}
          />
        )}
      </Read>
      <OperatorActs />
    </AdministrationPage>
  );
}

function historyColumns(text: UiText, own: string | undefined): readonly DataColumn<OrganizationLine>[] {
  const words = text.organizationHistory;
  const signer = ({ by }: OrganizationLine) =>
    by === 'recovery' ? words.recovery : by === own ? `${by} (${text.administration.you})` : by;
  return [
    {
      key: 'what',
      header: words.what,
      width: 'minmax(0, 3fr)',
      searched: (line) => `${organizationSentence(line, text)} ${words.about[line.about]}`,
      cell: (line) => <span className="wrap-anywhere">{organizationSentence(line, text)}</span>,
    },
    {
      key: 'about',
      header: words.part,
      width: '7rem',
      wideOnly: true,
      sortedBy: ({ about }) => words.about[about],
      cell: ({ about }) => <span className="text-ink-2">{words.about[about]}</span>,
    },
    {
      key: 'by',
      header: words.by,
      width: 'minmax(0, 1.6fr)',
      searched: signer,
      sortedBy: signer,
      cell: (line) => <span className="text-ink-2 wrap-anywhere">{signer(line)}</span>,
    },
    {
      key: 'at',
      header: words.at,
      width: 'minmax(0, 1fr)',
      sortedBy: ({ seq }) => -seq,
      cell: ({ atMs }) => (
        <time dateTime={new Date(atMs).toISOString()} title={sayExactly(atMs, text)} className="text-ink-2">
          {sayWhen(atMs, Date.now(), text)}
        </time>
      ),
    },
  ];
}

/** One for each part of the organization. */
function historyFacets(text: UiText): readonly Facet<OrganizationLine>[] {
  const { about } = text.organizationHistory;
  return (Object.keys(about) as OrganizationLine['about'][]).map((key) => ({
    key,
    label: about[key],
    matches: (line) => line.about === key,
  }));
}
