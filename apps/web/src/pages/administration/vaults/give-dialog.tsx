import type { Given, Grantee, GrantView } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { groupName } from '../groups/group-name.ts';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { PickList } from '../shared/pick-list.tsx';
import { useRead } from '../shared/read.tsx';
import { GivenFields } from './given-fields.tsx';

export interface GiveDialogProps {
  readonly title: string;
  /** Who has the vault already: changed in the table, not given again here. */
  readonly has: readonly GrantView[];
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onGive: (grantees: readonly Grantee[], given: Given) => void;
}

/** Gives a vault to members and groups. */
export function GiveDialog({ title, has, busy, refusal, onClose, onGive }: GiveDialogProps) {
  const text = useText();
  const port = usePort().administration;
  const members = useRead('members', () => port.people.list());
  const groups = useRead('groups', () => port.groups.list());
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [given, setGiven] = useState<Given>('operator');
  const hasIt = new Set<string>(has.map(({ grantee }) => grantee.id));
  const options: { readonly grantee: Grantee; readonly label: string; readonly detail?: string }[] = [
    ...(groups?.ok ? groups.value : []).map((group) => ({
      grantee: { kind: 'group', id: group.id } as const,
      label: groupName(group, text),
      detail: text.vaultAccess.group,
    })),
    ...(members?.ok ? members.value.filter(({ status }) => status === 'active') : []).map(
      ({ id, email, link }) => ({
        grantee: { kind: 'member', id } as const,
        label: email,
        ...(link === 'pending' ? { detail: text.members.pending } : {}),
      }),
    ),
  ].filter(({ grantee }) => !hasIt.has(grantee.id));
  const grantees = options.map(({ grantee }) => grantee).filter(({ id }) => picked.has(id));
  return (
    <ChangeDialog
      wide
      title={title}
      action={text.vaultAccess.give}
      busy={busy}
      refusal={refusal}
      ready={grantees.length > 0 && given.length > 0}
      onClose={onClose}
      onSubmit={() => onGive(grantees, given)}
    >
      <PickList
        label={text.vaultAccess.giveTo}
        options={options.map(({ grantee, label, detail }) => ({
          key: grantee.id,
          label,
          ...(detail === undefined ? {} : { detail }),
        }))}
        picked={picked}
        onPick={setPicked}
      />
      <GivenFields label={text.vaultAccess.giveAs} given={given} onChange={setGiven} />
    </ChangeDialog>
  );
}
