import type { VaultFacts } from '@postern/client';
import type { Result, VaultId } from '@postern/core';
import { Button, Dialog, Select, useText } from '@postern/ui';
import { useState } from 'react';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { vaultName } from './vault-name.ts';

export interface MoveDialogProps<Moved> {
  readonly targets: readonly VaultFacts[];
  readonly move: (to: VaultId) => Promise<Result<Moved>>;
  readonly onMoved: (moved: Moved, to: VaultFacts) => void;
  readonly onClose: () => void;
}

/** Asks for the vault an entry goes to. */
export function MoveDialog<Moved>({ targets, move, onMoved, onClose }: MoveDialogProps<Moved>) {
  const text = useText();
  const task = useTask();
  const [to, setTo] = useState<VaultId | undefined>(targets[0]?.id);
  const target = targets.find((vault) => vault.id === to);
  const submit = async () => {
    if (target === undefined) return;
    const moved = await task.run(() => move(target.id));
    if (moved !== undefined) onMoved(moved.value, target);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.entry.moveTitle}
      description={text.entry.moveLead}
      footer={
        <>
          <Button onClick={onClose}>{text.controls.cancel}</Button>
          <Button
            kind="primary"
            busy={task.busy}
            disabled={target === undefined}
            onClick={() => void submit()}
          >
            {text.entry.moveNow}
          </Button>
        </>
      }
    >
      <RefusalNotice refusal={task.refusal} />
      {target !== undefined && (
        <Select
          label={text.entry.moveTo}
          value={target.id}
          options={targets.map((vault) => ({ value: vault.id, label: vaultName(vault, text) }))}
          onValueChange={setTo}
        />
      )}
    </Dialog>
  );
}
