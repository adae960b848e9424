import type { MemberView } from '@postern/client';
import { useText } from '@postern/ui';
import { useState } from 'react';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { RadioCards } from '../shared/radio-cards.tsx';

export interface RoleDialogProps {
  readonly members: readonly MemberView[];
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSet: (role: 'administrator' | 'member') => void;
}

/** The two roles that are given; ownership is transferred. */
export function RoleDialog({ members, busy, onClose, onSet }: RoleDialogProps) {
  const text = useText();
  const [role, setRole] = useState<'administrator' | 'member'>('member');
  return (
    <ChangeDialog
      title={text.members.roleTitle(members.length)}
      busy={busy}
      onClose={onClose}
      onSubmit={() => onSet(role)}
    >
      <RoleChoice role={role} onChange={setRole} />
    </ChangeDialog>
  );
}

export function RoleChoice({
  role,
  onChange,
}: {
  readonly role: 'administrator' | 'member';
  readonly onChange: (role: 'administrator' | 'member') => void;
}) {
  const text = useText();
  return (
    <RadioCards
      label={text.members.role}
      value={role}
      onChange={onChange}
      options={(['member', 'administrator'] as const).map((value) => ({
        value,
        name: text.members.roles[value],
        says: text.members.roleSays[value],
      }))}
    />
  );
}
