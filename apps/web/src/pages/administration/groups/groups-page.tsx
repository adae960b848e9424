import type { GroupView } from '@postern/client';
import { Button, EmptyState, type UiText, useText } from '@postern/ui';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { OutcomePanel } from '../shared/outcome-panel.tsx';
import { Read } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useBulk } from '../shared/use-bulk.ts';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import { CreateGroupDialog } from './create-group-dialog.tsx';
import { groupName } from './group-name.ts';
import { RemoveGroupsDialog } from './remove-groups-dialog.tsx';

/** Groups with who is in them and which vaults they open. */
export function GroupsPage() {
  const text = useText();
  const { groups } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const navigate = useNavigate();
  const may = useMay();
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<readonly GroupView[]>();
  const bulk = useBulk();
  const mayChange = may.change('groups.manage');
  const columns = useMemo(() => groupColumns(text, organization), [text, organization]);
  const create = mayChange && (
    <Button kind="primary" onClick={() => setCreating(true)}>
      {text.groups.create}
    </Button>
  );
  return (
    <AdministrationPage title={text.groups.title} lead={text.groups.lead} action={create}>
      <MissingPermission permission="groups.manage" />
      <OutcomePanel bulk={bulk} />
      <Read name="groups" read={() => groups.list()}>
        {(all) => (
          <DataTable
            caption={text.groups.caption}
            filterLabel={text.groups.filter}
            columns={columns}
            rows={all}
            rowKey={({ id }) => id}
            rowName={(group) => groupName(group, text)}
            selectable={({ canChange }) => canChange}
            {...(mayChange
              ? {
                  bulk: (selected: readonly GroupView[]) => (
                    <Button size="small" kind="danger" onClick={() => setRemoving(selected)}>
                      {text.groups.removeMany(selected.length)}
                    </Button>
                  ),
                }
              : {})}
            empty={
              <EmptyState icon={<UsersRound size={28} aria-hidden="true" />} title={text.groups.emptyTitle}>
                {text.groups.empty}
              </EmptyState>
            }
          />
        )}
      </Read>
      {removing !== undefined && (
        <RemoveGroupsDialog groups={removing} bulk={bulk} onClose={() => setRemoving(undefined)} />
      )}
      {creating && (
        <CreateGroupDialog
          onClose={() => setCreating(false)}
          onCreated={(group) =>
            void navigate({
              to: '/$organization/administration/groups/$group',
              params: { organization, group },
            })
          }
        />
      )}
    </AdministrationPage>
  );
}

function groupColumns(text: UiText, organization: string): readonly DataColumn<GroupView>[] {
  return [
    {
      key: 'name',
      header: text.groups.name,
      width: 'minmax(0, 1.2fr)',
      searched: (group) => groupName(group, text),
      sortedBy: (group) => groupName(group, text),
      cell: (group) => (
        <Link
          to="/$organization/administration/groups/$group"
          params={{ organization, group: group.id }}
          className="rounded-sm break-words font-medium hover:text-accent"
        >
          {groupName(group, text)}
        </Link>
      ),
    },
    {
      key: 'members',
      header: text.groups.members,
      width: 'minmax(0, 1.6fr)',
      searched: ({ members }) => members.map(({ email }) => email).join(' '),
      sortedBy: ({ members }) => members.length,
      cell: ({ members }) => (
        <span className="block">
          {text.groups.membersCount(members.length)}
          <span className="block truncate text-ink-3 text-xs">
            {members
              .slice(0, 3)
              .map(({ email }) => email)
              .join(', ')}
          </span>
        </span>
      ),
    },
    {
      key: 'vaults',
      header: text.groups.vaults,
      width: 'minmax(0, 1.6fr)',
      searched: ({ vaults }) => vaults.map(({ name }) => name).join(' '),
      sortedBy: ({ vaults }) => vaults.length,
      cell: ({ vaults }) => (
        <span className="block">
          {text.groups.vaultsCount(vaults.length)}
          <span className="block truncate text-ink-3 text-xs">
            {vaults
              .slice(0, 4)
              .map(({ name }) => name)
              .join(', ')}
          </span>
        </span>
      ),
    },
    {
      key: 'changed',
      header: text.administration.changed,
      width: 'minmax(0, 1.1fr)',
      searched: ({ made, changed }) => (changed ?? made).by,
      sortedBy: ({ made, changed }) => -(changed ?? made).atMs,
      cell: ({ made, changed }) => (
        <SetLine
          set={changed ?? made}
          short
          {...(changed === undefined ? { of: text.organizationHistory.made } : {})}
        />
      ),
    },
  ];
}
