import type { AccessRecord } from '@postern/contract';
import { type Column, EmptyState, Page, sayExactly, sayWhen, Table, useText } from '@postern/ui';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { CodeLink } from '../../refusal-text.tsx';

/** What happened to the account: sign-ins, refusals, changes. */
export function AccessLogPage() {
  const text = useText();
  const port = usePort();
  const nameOf = (record: AccessRecord) => text.accessLog.kinds[record.kind] ?? record.kind;
  const clientOf = (record: AccessRecord) =>
    record.clientKind === undefined ? '' : text.sessions.kinds[record.clientKind];
  const columns: Column<AccessRecord>[] = [
    {
      key: 'when',
      header: text.accessLog.when,
      cell: (record) => (
        <time title={sayExactly(record.atMs, text)}>{sayWhen(record.atMs, Date.now(), text)}</time>
      ),
    },
    {
      key: 'what',
      header: text.accessLog.what,
      searched: (record) => `${nameOf(record)} ${record.code ?? ''}`,
      cell: (record) => (
        <>
          {nameOf(record)} {record.code !== undefined && <CodeLink code={record.code} />}
        </>
      ),
    },
    {
      key: 'address',
      header: text.accessLog.address,
      searched: (record) => record.address,
      cell: (record) => <span className="font-mono">{record.address}</span>,
    },
    { key: 'client', header: text.accessLog.client, wideOnly: true, searched: clientOf, cell: clientOf },
    {
      key: 'reference',
      header: text.accessLog.reference,
      wideOnly: true,
      searched: (record) => record.reference ?? '',
      cell: (record) => <span className="font-mono text-ink-2">{record.reference}</span>,
    },
  ];
  return (
    <Page wide title={text.accessLog.title} lead={text.accessLog.lead}>
      <Loaded of={['access-log']} load={port.account.accessLog}>
        {(records) =>
          records.length === 0 ? (
            <EmptyState title={text.accessLog.emptyTitle} />
          ) : (
            <Table
              caption={text.accessLog.caption}
              columns={columns}
              rows={records}
              rowKey={(record) => `${record.atMs}/${record.kind}/${record.address}/${record.code ?? ''}`}
              filterLabel={text.accessLog.filter}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
