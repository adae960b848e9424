import type { MemberView } from '@postern/client';
import { Tag, type Tone, useText } from '@postern/ui';

const tones: Record<MemberView['status'], Tone> = {
  active: 'in',
  disabled: 'need',
  expired: 'need',
  removed: 'plain',
};

/** Whether somebody can act: status, and whether the keys are vouched for. */
export function MemberStatusTags({ member }: { readonly member: MemberView }) {
  const text = useText();
  return (
    <span className="inline-flex flex-wrap gap-1">
      <Tag tone={tones[member.status]}>{text.members.statuses[member.status]}</Tag>
      {member.link === 'pending' && member.status !== 'removed' && (
        <Tag tone="need">{text.members.pending}</Tag>
      )}
    </span>
  );
}

/** Role, and custody, which is apart from it. */
export function MemberRoleTags({ member }: { readonly member: MemberView }) {
  const text = useText();
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {text.members.roles[member.role]}
      {member.custodian && member.role !== 'owner' && <Tag>{text.members.custodian}</Tag>}
    </span>
  );
}

/** Whether what can be done to several may be done to this member by this person. */
export function mayManage(member: MemberView): boolean {
  return member.canManage && !member.isSelf && member.role !== 'owner' && member.status !== 'removed';
}
