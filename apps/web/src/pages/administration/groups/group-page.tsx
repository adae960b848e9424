import type { GroupView } from '@postern/client';
import type { MemberId } from '@postern/core';
import { Button, buttonClass, ConfirmDanger, Notice, Section, Tag, TextField, useText } from '@postern/ui';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { Read } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';
import { sayGiven } from '../vaults/given.ts';
import { groupName } from './group-name.ts';
import { MemberPicker } from './member-picker.tsx';

/** One group: who is in it and what it opens. */
export function GroupPage() {
  const text = useText();
  const { groups } = usePort().administration;
  const { group: id } = useParams({ strict: false });
  const back = { to: '/$organization/administration/groups', label: text.groups.back } as const;
  return (
    <Read name="groups" read={() => groups.list()}>
      {(all) => {
        const group = all.find((one) => one.id === id);
        return group === undefined ? (
          <AdministrationPage title={text.groups.notFound} back={back} />
        ) : (
          <Group key={group.id} group={group} back={back} />
        );
      }}
    </Read>
  );
}

type Asking = 'members' | 'name' | 'remove' | undefined;

function Group({
  group,
  back,
}: {
  readonly group: GroupView;
  readonly back: { readonly to: '/$organization/administration/groups'; readonly label: string };
}) {
  const text = useText();
  const { groups } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const navigate = useNavigate();
  const may = useMay();
  const change = useChange();
  const before = group.members.map(({ id }) => id);
  const [asking, setAsking] = useState<Asking>();
  const [members, setMembers] = useState<readonly MemberId[]>(before);
  const [name, setName] = useState(group.name);
  const holds = may.change('groups.manage');
  const mayChange = holds && group.canChange;
  const ask = (what: Asking) => {
    change.clear();
    setMembers(before);
    setName(group.name);
    setAsking(what);
  };
  const close = (done: boolean) => {
    if (done) setAsking(undefined);
  };
  const isSame = members.length === before.length && members.every((id) => before.includes(id));

  return (
    <AdministrationPage
      back={back}
      title={groupName(group, text)}
      lead={
        <span className="flex flex-wrap gap-x-3">
          <SetLine set={group.made} of={text.organizationHistory.made} />
          <SetLine set={group.changed} of={text.administration.changed} />
        </span>
      }
      action={mayChange && <Button onClick={() => ask('name')}>{text.groups.rename}</Button>}
    >
      <div className="max-w-3xl">
        <MissingPermission permission="groups.manage" />
        {holds && !group.canChange && <Notice>{text.groups.cannot}</Notice>}
        <Section
          title={text.groups.membersCount(group.members.length)}
          aside={mayChange && <Button onClick={() => ask('members')}>{text.groups.change}</Button>}
        >
          {group.members.length === 0 && <p className="text-ink-2">{text.groups.noMembers}</p>}
          <ul className="grid gap-x-6 sm:grid-cols-2">
            {group.members.map(({ id, email, waits }) => (
              <li key={id} className="flex min-w-0 items-center gap-2 py-1">
                <Link
                  to="/$organization/administration/members/$member"
                  params={{ organization, member: id }}
                  className="min-w-0 truncate rounded-sm hover:text-accent"
                >
                  {email}
                </Link>
                {waits && <Tag tone="need">{text.groups.waits}</Tag>}
              </li>
            ))}
          </ul>
        </Section>
        <Section
          title={text.groups.vaultsCount(group.vaults.length)}
          aside={
            <Link
              to="/$organization/administration/vaults"
              params={{ organization }}
              className={buttonClass()}
            >
              {text.vaultAccess.title}
            </Link>
          }
        >
          {group.vaults.length === 0 && <p className="text-ink-2">{text.groups.noVaults}</p>}
          <ul>
            {group.vaults.map(({ vault, name: vaultName, given }) => (
              <li
                key={vault}
                className="flex flex-wrap items-center gap-x-3 border-line border-b py-2 last:border-b-0"
              >
                <Link
                  to="/$organization/administration/vaults/$vault"
                  params={{ organization, vault }}
                  className="min-w-0 flex-1 break-words rounded-sm hover:text-accent"
                >
                  {vaultName}
                </Link>
                <span className="text-ink-2">{sayGiven(given, text)}</span>
              </li>
            ))}
          </ul>
        </Section>
        {mayChange && (
          <Section
            title={text.groups.remove}
            lead={text.groups.removeConsequence}
            aside={
              <Button kind="danger" onClick={() => ask('remove')}>
                {text.groups.remove}
              </Button>
            }
          />
        )}
      </div>
      {asking === 'members' && (
        <ChangeDialog
          title={text.groups.change}
          busy={change.busy}
          refusal={change.refusal}
          ready={!isSame}
          onClose={() => setAsking(undefined)}
          onSubmit={() =>
            void change
              .make({
                operation: () => groups.setMembers(group.id, members),
                said: text.groups.changed,
                undo: () => groups.setMembers(group.id, before),
              })
              .then(close)
          }
        >
          <MemberPicker picked={members} onPick={setMembers} />
        </ChangeDialog>
      )}
      {asking === 'name' && (
        <ChangeDialog
          title={text.groups.rename}
          busy={change.busy}
          refusal={change.refusal}
          ready={name.trim() !== '' && name.trim() !== group.name}
          onClose={() => setAsking(undefined)}
          onSubmit={() =>
            void change
              .make({
                operation: () => groups.rename(group.id, name.trim()),
                said: text.groups.renamed,
                undo: () => groups.rename(group.id, group.name),
              })
              .then(close)
          }
        >
          <TextField
            label={text.groups.name}
            hint={text.groups.nameHint}
            value={name}
            onValueChange={setName}
            autoComplete="off"
            maxLength={100}
            required
          />
        </ChangeDialog>
      )}
      {asking === 'remove' && (
        <ConfirmDanger
          open
          onOpenChange={() => setAsking(undefined)}
          title={text.groups.remove}
          consequence={text.groups.removeConsequence}
          action={text.groups.remove}
          typed={groupName(group, text)}
          busy={change.busy}
          onConfirm={() =>
            void change
              .make({
                operation: () => groups.remove(group.id),
                said: text.groups.removed(groupName(group, text)),
              })
              .then((done) => {
                if (!done) return;
                void navigate({ to: '/$organization/administration/groups', params: { organization } });
              })
          }
        >
          <RefusalNotice refusal={change.refusal} />
        </ConfirmDanger>
      )}
    </AdministrationPage>
  );
}
