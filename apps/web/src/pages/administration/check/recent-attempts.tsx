import type { PastAttempt } from '@postern/client';
import { EmptyState, Section, sayExactly, sayWhen, Tag, type UiText, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { usePort } from '../../../port-context.tsx';
import { Read } from '../shared/read.tsx';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import type { Facet } from '../table/facets.tsx';

/** What happened lately, to ask about. */
export function RecentAttempts() {
  const text = useText();
  const words = text.checkAccess.attempts;
  const { checkAccess } = usePort().administration;
  const columns = useMemo(() => attemptColumns(text), [text]);
  const facets = useMemo(() => attemptFacets(text), [text]);
  return (
    <Section title={words.title} lead={words.lead}>
      <Read name="attempts" read={() => checkAccess.attempts()}>
        {(attempts) => (
          <DataTable
            caption={words.caption}
            filterLabel={words.filter}
            columns={columns}
            facets={facets}
            rows={attempts}
            rowKey={({ record }) => record}
            rowName={({ email }) => email}
            empty={<EmptyState title={words.none} />}
          />
        )}
      </Read>
    </Section>
  );
}

function AttemptLink({ attempt }: { readonly attempt: PastAttempt }) {
  const { nobody } = useText().checkAccess;
  const { organization } = useParams({ from: '/$organization' });
  return (
    <Link
      to="/$organization/administration/check"
      params={{ organization }}
      search={{ attempt: attempt.record }}
      className="rounded-sm font-medium wrap-anywhere hover:text-accent hover:underline"
    >
      {attempt.email || nobody}
    </Link>
  );
}

function attemptColumns(text: UiText): readonly DataColumn<PastAttempt>[] {
  const words = text.checkAccess.attempts;
  return [
    {
      key: 'who',
      header: words.who,
      width: 'minmax(0, 2fr)',
      searched: ({ email }) => email,
      sortedBy: ({ email }) => email,
      cell: (attempt) => <AttemptLink attempt={attempt} />,
    },
    {
      key: 'how',
      header: words.how,
      width: 'minmax(0, 1.6fr)',
      searched: ({ address = '', clientKind }) => `${address} ${text.checkAccess.clients[clientKind]}`,
      sortedBy: ({ address = '' }) => address,
      cell: ({ clientKind, clientVersion, address }) => (
        <span className="text-ink-2">
          {text.checkAccess.clients[clientKind]} {clientVersion}
          <span className="block font-mono text-ink-3 text-xs">{address}</span>
        </span>
      ),
    },
    {
      key: 'what',
      header: words.what,
      width: 'minmax(0, 1.4fr)',
      searched: ({ code }) => code ?? '',
      sortedBy: ({ outcome, code }) => `${outcome} ${code ?? ''}`,
      cell: ({ outcome, code }) => (
        <span className="flex flex-wrap items-center gap-2">
          <Tag tone={outcome === 'entered' ? 'in' : 'need'}>{words[outcome]}</Tag>
          {code !== undefined && <code className="text-ink-2 text-xs">{code.slice(0, 64)}</code>}
        </span>
      ),
    },
    {
      key: 'when',
      header: words.when,
      width: 'minmax(0, 1fr)',
      sortedBy: ({ atMs }) => -atMs,
      cell: ({ atMs }) => (
        <time dateTime={new Date(atMs).toISOString()} title={sayExactly(atMs, text)} className="text-ink-2">
          {sayWhen(atMs, Date.now(), text)}
        </time>
      ),
    },
  ];
}

function attemptFacets(text: UiText): readonly Facet<PastAttempt>[] {
  const words = text.checkAccess.attempts;
  return (['denied', 'entered'] as const).map((key) => ({
    key,
    label: words[key],
    matches: ({ outcome }) => outcome === key,
  }));
}
