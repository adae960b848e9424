import type { MemberView } from '@postern/client';
import { Button, buttonClass, Checkbox, EmptyState, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { UserPlus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { OutcomePanel } from '../shared/outcome-panel.tsx';
import { Read } from '../shared/read.tsx';
import { DataTable } from '../table/data-table.tsx';
import { useKept } from '../table/use-kept.ts';
import { ClientsDialog } from './clients-dialog.tsx';
import { EndDialog } from './end-dialog.tsx';
import { memberColumns, memberFacets } from './member-columns.tsx';
import { mayManage } from './member-facts.tsx';
import { type Removal, RemovalReport } from './removal-report.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { useMemberChanges } from './use-member-changes.ts';

interface Asking {
  readonly what: 'end' | 'role' | 'clients' | 'remove';
  readonly of: readonly MemberView[];
  readonly clear: () => void;
}

/** Everybody who takes part, and what can be done with many at once. */
export function MembersPage() {
  const text = useText();
  const { people } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const may = useMay();
  const mayChange = may.change('members.manage');
  const changes = useMemberChanges();
  const [removedToo, setRemovedToo] = useKept('removed members too', false);
  const [asking, setAsking] = useState<Asking>();
  const [removal, setRemoval] = useState<Removal>();
  const columns = useMemo(() => memberColumns(text, organization), [text, organization]);
  const facets = useMemo(() => memberFacets(text), [text]);
  const done = (work: Promise<unknown>) => {
    setAsking(undefined);
    void work.then(() => asking?.clear());
  };
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

  const bulk = (selected: readonly MemberView[], clear: () => void) => {
    const active = selected.filter(({ status }) => status === 'active');
    const disabled = selected.filter(({ status }) => status === 'disabled');
    const ask = (what: Asking['what']) => () => setAsking({ what, of: selected, clear });
    return (
      <>
        {active.length > 0 && (
          <Button size="small" busy={changes.busy} onClick={() => void changes.disable(active).then(clear)}>
            {text.members.disable}
          </Button>
        )}
        {disabled.length > 0 && (
          <Button size="small" busy={changes.busy} onClick={() => void changes.enable(disabled).then(clear)}>
            {text.members.enable}
          </Button>
        )}
        <Button size="small" onClick={ask('end')}>
          {text.members.extend}
        </Button>
        <Button size="small" onClick={ask('role')}>
          {text.members.setRole}
        </Button>
        <Button size="small" onClick={ask('clients')}>
          {text.members.setClients}
        </Button>
        <Button size="small" kind="danger" onClick={ask('remove')}>
          {text.members.remove}
        </Button>
      </>
    );
  };

  return (
    <AdministrationPage title={text.members.title} lead={text.members.lead} action={invite}>
      <MissingPermission permission="members.manage" />
      {removal !== undefined && <RemovalReport removal={removal} onDismiss={() => setRemoval(undefined)} />}
      <OutcomePanel bulk={changes} />
      <Read name={removedToo ? 'members and removed' : 'members'} read={() => people.list(removedToo)}>
        {(members) => (
          <>
            <DataTable
              caption={text.members.caption}
              filterLabel={text.members.filter}
              columns={columns}
              facets={facets}
              rows={members}
              rowKey={({ id }) => id}
              rowName={({ email }) => email}
              selectable={mayManage}
              {...(mayChange ? { bulk } : {})}
              empty={null}
            />
            {members.length === 1 && (
              <EmptyState icon={<Users size={28} aria-hidden="true" />} title={text.members.emptyTitle}>
                {text.members.empty}
              </EmptyState>
            )}
          </>
        )}
      </Read>
      <div className="mt-4 text-sm">
        <Checkbox checked={removedToo} onCheckedChange={setRemovedToo}>
          {text.members.showRemoved}
        </Checkbox>
      </div>
      {asking?.what === 'end' && (
        <EndDialog
          members={asking.of}
          busy={changes.busy}
          onClose={() => setAsking(undefined)}
          onSet={(endsAtMs) => done(changes.setEnd(asking.of, endsAtMs))}
        />
      )}
      {asking?.what === 'role' && (
        <RoleDialog
          members={asking.of}
          busy={changes.busy}
          onClose={() => setAsking(undefined)}
          onSet={(role) => done(changes.setRole(asking.of, role))}
        />
      )}
      {asking?.what === 'clients' && (
        <ClientsDialog
          members={asking.of}
          busy={changes.busy}
          onClose={() => setAsking(undefined)}
          onSet={(next) => done(changes.setClients(asking.of, next))}
        />
      )}
      {asking?.what === 'remove' && (
        <RemoveDialog
          members={asking.of}
          onClose={() => setAsking(undefined)}
          onRemoved={(next) => {
            setRemoval(next);
            asking.clear();
          }}
        />
      )}
    </AdministrationPage>
  );
}
