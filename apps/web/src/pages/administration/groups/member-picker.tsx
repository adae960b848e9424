import type { MemberId } from '@postern/core';
import { useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { PickList } from '../shared/pick-list.tsx';
import { useRead } from '../shared/read.tsx';

/** Members out of all that are active. */
export function MemberPicker({
  picked,
  onPick,
}: {
  readonly picked: readonly MemberId[];
  readonly onPick: (picked: readonly MemberId[]) => void;
}) {
  const text = useText();
  const { people } = usePort().administration;
  const members = useRead('members', () => people.list());
  const all = members?.ok
    ? members.value.filter(({ status, id }) => status === 'active' || picked.includes(id))
    : [];
  return (
    <PickList
      label={text.groups.members}
      options={all.map(({ id, email, link }) => ({
        key: id,
        label: email,
        ...(link === 'pending' ? { detail: text.members.pending } : {}),
      }))}
      picked={new Set(picked)}
      onPick={(next) => onPick(all.map(({ id }) => id).filter((id) => next.has(id)))}
    />
  );
}
