import type { GroupId, MemberId } from '@postern/core';
import { TextField, useText, useToast } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { useTask } from '../../../use-task.ts';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { useReadAgain } from '../shared/read.tsx';
import { MemberPicker } from './member-picker.tsx';

export interface CreateGroupDialogProps {
  readonly onClose: () => void;
  readonly onCreated: (group: GroupId) => void;
}

/** Makes a group with a name and the first people in it. */
export function CreateGroupDialog({ onClose, onCreated }: CreateGroupDialogProps) {
  const text = useText();
  const { groups } = usePort().administration;
  const toast = useToast();
  const readAgain = useReadAgain();
  const task = useTask();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<readonly MemberId[]>([]);
  const create = async () => {
    const created = await task.run(() => groups.create(name.trim(), members));
    if (created === undefined) return;
    toast({ message: text.groups.created(name.trim()) });
    await readAgain();
    onClose();
    onCreated(created.value);
  };
  return (
    <ChangeDialog
      title={text.groups.create}
      action={text.vault.create}
      busy={task.busy}
      refusal={task.refusal}
      ready={name.trim() !== ''}
      onClose={onClose}
      onSubmit={() => void create()}
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
      <MemberPicker picked={members} onPick={setMembers} />
    </ChangeDialog>
  );
}
