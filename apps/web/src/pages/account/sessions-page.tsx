import type { SessionView } from '@postern/contract';
import { Button, type Column, Page, sayExactly, sayWhen, Table, Tag, useText, useToast } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { nameUserAgent } from './user-agent.ts';

/** Where the account is signed in, and the way to end it there. */
export function SessionsPage() {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const queries = useQueryClient();
  const task = useTask();
  const end = async (session: SessionView) => {
    if ((await task.run(() => port.account.revokeSession(session.session))) === undefined) return;
    toast({ message: text.sessions.ended });
    await queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  const clientOf = (session: SessionView) =>
    `${text.sessions.kinds[session.clientKind]} · ${nameUserAgent(session.userAgent)}`;
  const columns: Column<SessionView>[] = [
    {
      key: 'client',
      header: text.sessions.client,
      searched: clientOf,
      cell: (session) => (
        <span className="flex flex-wrap items-center gap-2">
          {clientOf(session)} {session.current && <Tag tone="in">{text.sessions.thisOne}</Tag>}
          {session.scope === 'door' && <Tag tone="need">{text.sessions.atDoor}</Tag>}
        </span>
      ),
    },
    {
      key: 'address',
      header: text.sessions.address,
      searched: (session) => session.address,
      cell: (session) => <span className="font-mono">{session.address}</span>,
    },
    {
      key: 'last',
      header: text.sessions.lastUsed,
      cell: (session) => (
        <time title={sayExactly(session.lastUsedAtMs, text)}>
          {sayWhen(session.lastUsedAtMs, Date.now(), text)}
        </time>
      ),
    },
    {
      key: 'started',
      header: text.sessions.started,
      wideOnly: true,
      cell: (session) => sayWhen(session.createdAtMs, Date.now(), text),
    },
    {
      key: 'end',
      header: text.sessions.end,
      headerHidden: true,
      align: 'end',
      cell: (session) =>
        !session.current && (
          <Button
            size="small"
            aria-label={text.sessions.endLabel(clientOf(session), session.address)}
            onClick={() => void end(session)}
          >
            {text.sessions.end}
          </Button>
        ),
    },
  ];
  return (
    <Page wide title={text.sessions.title} lead={text.sessions.lead}>
      <RefusalNotice refusal={task.refusal} />
      <Loaded of={['sessions']} load={port.account.sessions}>
        {(sessions) => (
          <Table
            caption={text.sessions.caption}
            columns={columns}
            rows={sessions}
            rowKey={(session) => session.session}
            {...(sessions.length > 5 ? { filterLabel: text.sessions.filter } : {})}
          />
        )}
      </Loaded>
    </Page>
  );
}
