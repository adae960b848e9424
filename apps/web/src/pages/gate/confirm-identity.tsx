import { buttonOf, type Remedy } from '@postern/access';
import { Button, PasswordField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { ConfirmByPasskey } from '../second-factor/confirm-by-passkey.tsx';
import { RemedyRow } from './remedy-row.tsx';

/** Asks for the password, or a passkey, in the session that goes on, right on the denial page. */
export function ConfirmIdentity({
  remedy,
  onDone,
}: {
  readonly remedy: Remedy;
  readonly onDone: () => void;
}) {
  const text = useText();
  const port = usePort();
  const task = useTask();
  const [password, setPassword] = useState('');
  const submit = async () => {
    const confirmed = await task.run(() => port.account.confirmIdentity(password));
    setPassword('');
    if (confirmed !== undefined) onDone();
  };
  return (
    <RemedyRow remedy={remedy}>
      <form
        className="mt-4 flex max-w-sm flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <PasswordField
          label={text.signIn.password}
          name="password"
          autoComplete="current-password"
          required
          autoFocus
          value={password}
          onValueChange={setPassword}
        />
        <Button kind="primary" type="submit" busy={task.busy} className="self-start">
          {buttonOf(remedy.code)}
        </Button>
      </form>
      <div className="mt-5 max-w-sm">
        <ConfirmByPasskey onConfirmed={onDone} />
      </div>
    </RemedyRow>
  );
}
