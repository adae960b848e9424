import type { KeyMethodView } from '@postern/client';
import { ConfirmDanger, PasswordField, useText, useToast } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { useStepUp } from '../second-factor/step-up.tsx';

export interface RemoveMethodProps {
  readonly method: KeyMethodView;
  readonly title: string;
  readonly lead: string;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

/** Takes a way to the keys off, once the person has read what that does and typed the password. */
export function RemoveMethod({ method, title, lead, onClose, onRemoved }: RemoveMethodProps) {
  const text = useText().keyStorage;
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const toast = useToast();
  const task = useTask();
  const [password, setPassword] = useState('');
  const remove = async () => {
    const removed = await task.run(() => stepUp(() => port.keyStorage.remove(method.id, password)));
    if (removed === undefined) return;
    onClose();
    onRemoved();
    toast({ message: text.removed(removed.value.endedSessions) });
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  return (
    <ConfirmDanger
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      consequence={`${lead} ${text.ends}`}
      action={text.remove}
      busy={task.busy}
      onConfirm={() => void remove()}
    >
      <RefusalNotice refusal={task.refusal} />
      <PasswordField
        label={text.yourPassword}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValueChange={setPassword}
      />
    </ConfirmDanger>
  );
}
