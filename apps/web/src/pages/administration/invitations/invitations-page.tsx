import type { InvitationView, MadeInvitation } from '@postern/client';
import type { InviteId } from '@postern/core';
import { Button, buttonClass, EmptyState, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { MailPlus, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { OutcomePanel } from '../shared/outcome-panel.tsx';
import { Read, useReadAgain } from '../shared/read.tsx';
import { useBulk } from '../shared/use-bulk.ts';
import { DataTable } from '../table/data-table.tsx';
import { invitationColumns, invitationFacets } from './invitation-columns.tsx';
import { ResentPanel } from './resent-panel.tsx';

/** Who was asked to join and has not yet. */
export function InvitationsPage() {
  const text = useText();
  const { invitations } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const may = useMay();
  const mayChange = may.change('members.manage');
  const bulk = useBulk();
  const readAgain = useReadAgain();
  const [resent, setResent] = useState<readonly MadeInvitation[]>([]);
  const columns = useMemo(() => invitationColumns(text), [text]);
  const facets = useMemo(() => invitationFacets(text), [text]);
  const nameIn = (all: readonly InvitationView[]) => (id: InviteId) =>
    all.find((one) => one.id === id)?.email ?? id;

  /** One after the other: each is an event of its own, and each answers for itself. */
  const resend = async (all: readonly InvitationView[]) => {
    const made: MadeInvitation[] = [];
    await bulk.make({
      operation: async () => {
        const outcomes = [];
        for (const { id } of all) {
          const answer = await invitations.resend(id);
          if (answer.ok) made.push(answer.value);
          outcomes.push({ of: id, refused: answer.ok ? undefined : answer });
        }
        return { ok: true, value: outcomes };
      },
      said: text.invitations.resent,
      nameOf: nameIn(all),
    });
    setResent(made);
    if (made.length > 0) window.scrollTo({ top: 0 });
    await readAgain();
  };
  const revoke = (all: readonly InvitationView[]) =>
    bulk.make({
      operation: () => invitations.revoke(all.map(({ id }) => id)),
      said: text.invitations.revoked,
      nameOf: nameIn(all),
    });
  // Who may not is told so there, and can ask.
  const invite = may.now && (
    <Link
      to="/$organization/administration/invitations/new"
      params={{ organization }}
      className={buttonClass('primary')}
    >
      <UserPlus size={16} aria-hidden="true" />
      {text.members.invite}
    </Link>
  );

  return (
    <AdministrationPage title={text.invitations.title} lead={text.invitations.lead} action={invite}>
      <MissingPermission permission="members.manage" />
      <OutcomePanel bulk={bulk} />
      <ResentPanel made={resent} onDismiss={() => setResent([])} />
      <Read name="invitations" read={() => invitations.list()}>
        {(all) => (
          <DataTable
            caption={text.invitations.caption}
            filterLabel={text.invitations.filter}
            columns={columns}
            facets={facets}
            rows={all}
            rowKey={({ id }) => id}
            rowName={({ email }) => email}
            selectable={({ standing }) => standing !== 'revoked'}
            {...(mayChange
              ? {
                  bulk: (selected: readonly InvitationView[], clear: () => void) => (
                    <>
                      <Button size="small" busy={bulk.busy} onClick={() => void resend(selected).then(clear)}>
                        {text.invitations.resend}
                      </Button>
                      <Button size="small" busy={bulk.busy} onClick={() => void revoke(selected).then(clear)}>
                        {text.invitations.revoke}
                      </Button>
                    </>
                  ),
                }
              : {})}
            empty={
              <EmptyState
                icon={<MailPlus size={28} aria-hidden="true" />}
                title={text.invitations.emptyTitle}
              >
                {text.invitations.empty}
              </EmptyState>
            }
          />
        )}
      </Read>
    </AdministrationPage>
  );
}
