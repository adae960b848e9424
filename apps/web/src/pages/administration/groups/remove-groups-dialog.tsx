import type { GroupView } from '@postern/client';
import { type GroupId, ok } from '@postern/core';
import { ConfirmDanger, useText } from '@postern/ui';
import { usePort } from '../../../port-context.tsx';
import { inTurn } from '../shared/outcomes.ts';
import type { Bulk } from '../shared/use-bulk.ts';
import { groupName } from './group-name.ts';

export interface RemoveGroupsDialogProps {
  readonly groups: readonly GroupView[];
  readonly bulk: Bulk;
  readonly onClose: () => void;
}

/** Asks before the selected groups go, and names them. */
export function RemoveGroupsDialog({ groups, bulk, onClose }: RemoveGroupsDialogProps) {
  const text = useText();
  const port = usePort().administration.groups;
  const [only] = groups;
  const names = new Map(groups.map((group) => [group.id, groupName(group, text)]));
  const remove = (group: GroupId) => async () => {
    const removed = await port.remove(group);
    // What this device has to be asked first is asked once for all.
    if (!removed.ok && removed.code === 'device_unconfirmed') return removed;
    return ok([{ of: group, refused: removed.ok ? undefined : removed }]);
  };
  const confirm = async () => {
    await bulk.make({
      operation: () => inTurn(groups.map(({ id }) => remove(id))),
      said: text.groups.removedMany,
      nameOf: (id) => names.get(id) ?? '',
    });
    onClose();
  };
  return (
    <ConfirmDanger
      open
      onOpenChange={onClose}
      title={text.groups.removeMany(groups.length)}
      consequence={text.groups.removeConsequenceMany}
      action={text.groups.removeMany(groups.length)}
      typed={
        groups.length === 1 && only !== undefined ? groupName(only, text) : text.removal.typed(groups.length)
      }
      busy={bulk.busy}
      onConfirm={() => void confirm()}
    >
      <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
        {groups.map(({ id }) => (
          <li key={id} className="break-words">
            {names.get(id)}
          </li>
        ))}
      </ul>
    </ConfirmDanger>
  );
}
