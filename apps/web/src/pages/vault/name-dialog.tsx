import type { Result } from '@postern/core';
import { Button, Dialog, TextField, useText } from '@postern/ui';
import { useId, useRef, useState } from 'react';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

export interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly onClose: () => void;
  readonly create: (name: string) => Promise<Result<unknown>>;
}

/** Asks for one name and creates what bears it. */
export function NameDialog({ title, label, onClose, create }: NameDialogProps) {
  const text = useText();
  const task = useTask();
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>{text.controls.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={task.busy} disabled={name.trim() === ''}>
            {text.vault.create}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(() => create(name.trim())).then((done) => done && onClose());
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <TextField
          ref={field}
          label={label}
          value={name}
          onValueChange={setName}
          autoComplete="off"
          maxLength={100}
          required
        />
      </form>
    </Dialog>
  );
}
