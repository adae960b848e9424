import type { MemberView } from '@postern/client';
import { Button, Notice, Section, sayWhen, useText } from '@postern/ui';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { CheckAccessLink } from '../check/check-access-link.tsx';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { OutcomePanel } from '../shared/outcome-panel.tsx';
import { Read } from '../shared/read.tsx';
import { MemberAddresses } from './member-addresses.tsx';
import { MemberAsks } from './member-asks.tsx';
import { MemberClients } from './member-clients.tsx';
import { MemberCustody } from './member-custody.tsx';
import { MemberStatusTags, mayManage } from './member-facts.tsx';
import { MemberGroups } from './member-groups.tsx';
import { MemberHistory } from './member-history.tsx';
import { MemberKeys } from './member-keys.tsx';
import { MemberRole } from './member-role.tsx';
import { MemberStanding } from './member-standing.tsx';
import { type Removal, RemovalReport } from './removal-report.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { useMemberChanges } from './use-member-changes.ts';

/** Everything about one member, each part with who set it, and the way to change it. */
export function MemberPage() {
  const text = useText();
  const { people } = usePort().administration;
  const { member: id } = useParams({ strict: false });
  const back = { to: '/$organization/administration/members', label: text.member.back } as const;
  return (
    <Read name="members and removed" read={() => people.list(true)}>
      {(members) => {
        const member = members.find((one) => one.id === id);
        return member === undefined ? (
          <AdministrationPage title={text.member.notFound} back={back} />
        ) : (
          <AdministrationPage
            back={back}
            title={member.email}
            action={<CheckAccessLink search={{ member: member.id }} label={text.checkAccess.fromMember} />}
            lead={
              <span className="flex flex-wrap items-center gap-2">
                <MemberStatusTags member={member} />
                {text.members.roles[member.role]}
                <span className="text-ink-3">
                  {text.member.since(sayWhen(member.sinceMs, Date.now(), text))}
                </span>
              </span>
            }
          >
            <MemberParts key={member.id} member={member} />
          </AdministrationPage>
        );
      }}
    </Read>
  );
}

function MemberParts({ member }: { readonly member: MemberView }) {
  const text = useText();
  const may = useMay();
  const changes = useMemberChanges();
  const [removing, setRemoving] = useState(false);
  const [removal, setRemoval] = useState<Removal>();
  const holds = may.change('members.manage');
  /** Of what helps or limits somebody: as the ledger will judge it. */
  const mayChange = holds && member.canManage && member.status !== 'removed';
  const why =
    !holds || member.status === 'removed'
      ? undefined
      : member.role === 'owner'
        ? text.member.isOwner
        : member.isSelf
          ? text.member.isYou
          : member.canManage
            ? undefined
            : text.member.cannotManage;
  return (
    <div className="max-w-3xl">
      <MissingPermission permission="members.manage" />
      {why !== undefined && (
        <div className="mb-4">
          <Notice>{why}</Notice>
        </div>
      )}
      {removal !== undefined && <RemovalReport removal={removal} />}
      <OutcomePanel bulk={changes} />
      <MemberAsks member={member} />
      {member.link === 'pending' && member.status === 'active' && <MemberKeys member={member} />}
      <MemberStanding member={member} changes={changes} mayChange={mayChange} />
      {member.status !== 'removed' && (
        <>
          <MemberRole member={member} changes={changes} mayChange={mayChange} />
          <MemberGroups member={member} />
          <MemberClients member={member} changes={changes} mayChange={mayChange} />
          <MemberAddresses member={member} />
          {member.link === 'linked' && <MemberKeys member={member} />}
          <MemberCustody member={member} />
        </>
      )}
      {mayChange && mayManage(member) && (
        <Section
          title={text.member.removeTitle}
          lead={text.member.removeLead}
          aside={
            <Button kind="danger" onClick={() => setRemoving(true)}>
              {text.members.remove}
            </Button>
          }
        />
      )}
      <MemberHistory member={member} />
      {removing && (
        <RemoveDialog
          members={[member]}
          onClose={() => setRemoving(false)}
          onRemoved={(next) => {
            setRemoval(next);
            window.scrollTo({ top: 0 });
          }}
        />
      )}
    </div>
  );
}
