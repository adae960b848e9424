import { Button, PasswordField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { Centred } from '../gate/centred.tsx';

/** The whole frame while the keys are closed. The address bar stays, so unlocking leads back to the same page. */
export function LockedPage() {
  const text = useText();
  const port = usePort();
  const { account } = useSnapshot();
  const task = useTask();
  const [password, setPassword] = useState('');
  return (
    <Centred
      steps={[{ key: 'key', label: text.locked.title, state: task.busy ? 'open' : 'shut' }]}
      title={text.locked.title}
      lead={text.locked.lead(account?.email ?? '')}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void task.run(() => port.account.unlock(password)).then(() => setPassword(''));
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <PasswordField
          label={text.locked.password}
          name="password"
          autoComplete="current-password"
          autoFocus
          required
          value={password}
          onValueChange={setPassword}
        />
        <Button kind="primary" type="submit" busy={task.busy}>
          {text.locked.submit}
        </Button>
        <Button kind="quiet" onClick={() => void port.account.signOut()}>
          {text.locked.signOut}
        </Button>
      </form>
    </Centred>
  );
}
