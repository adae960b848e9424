import type { SecondFactorStep } from '@postern/client';
import { Button, PasswordField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { Centred } from '../gate/centred.tsx';

export interface GivePasswordBackProps {
  readonly email: string;
  /** The second factor that is still asked for; nothing when the keys are open. */
  readonly onGiven: (step: SecondFactorStep | undefined) => void;
  readonly onCancel: () => void;
}

/** After a backup was restored the server has an earlier password again: this device makes the newer one count once more. */
export function GivePasswordBack({ email, onGiven, onCancel }: GivePasswordBackProps) {
  const text = useText();
  const words = text.passwordBack;
  const port = usePort();
  const task = useTask();
  const [password, setPassword] = useState('');
  const [earlier, setEarlier] = useState('');
  const submit = async () => {
    const given = await task.run(() => port.account.givePasswordBack(password, earlier));
    if (given !== undefined) onGiven(given.value);
  };
  return (
    <Centred title={words.title} lead={words.lead(email)}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <PasswordField
          label={words.password}
          name="password"
          autoComplete="current-password"
          autoFocus
          required
          error={task.refusal?.field === '/password' ? words.wrongPassword : undefined}
          value={password}
          onValueChange={setPassword}
        />
        <PasswordField
          label={words.earlier}
          name="earlier-password"
          autoComplete="off"
          required
          error={task.refusal?.field === '/earlier' ? words.wrongEarlier : undefined}
          value={earlier}
          onValueChange={setEarlier}
        />
        <p className="text-ink-2 text-sm">{words.nothingLost}</p>
        <Button kind="primary" type="submit" busy={task.busy}>
          {words.submit}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {text.controls.cancel}
        </Button>
      </form>
    </Centred>
  );
}
