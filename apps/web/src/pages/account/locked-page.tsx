import type { SecondFactorStep } from '@postern/client';
import { Button, Notice, PasswordField, useText } from '@postern/ui';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { Centred } from '../gate/centred.tsx';
import { SecondFactorAtSignIn } from '../second-factor/second-factor-at-sign-in.tsx';
import { GivePasswordBack } from './give-password-back.tsx';

/** The whole frame while the keys are closed. The address bar stays, so unlocking leads back to the same page. */
export function LockedPage() {
  const text = useText();
  const port = usePort();
  const { account } = useSnapshot();
  const { pathname } = useLocation();
  const task = useTask();
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<SecondFactorStep>();
  const [expired, setExpired] = useState(false);
  const [restored, setRestored] = useState(false);
  const submit = async () => {
    setExpired(false);
    const unlocked = await task.run(() => port.account.unlock(password));
    setPassword('');
    // The session was over: the password signed in anew, and a sign-in asks for the second factor.
    if (unlocked?.value !== undefined) setStep(unlocked.value);
  };
  if (step !== undefined) {
    return (
      <SecondFactorAtSignIn
        step={step}
        email={account?.email ?? ''}
        wanted={pathname}
        // The page behind the lock is drawn by itself once the keys are open.
        onGiven={() => {}}
        onExpired={() => {
          setStep(undefined);
          setExpired(true);
        }}
        onCancel={() => void port.account.signOut()}
      />
    );
  }
  if (restored) {
    return (
      <GivePasswordBack
        email={account?.email ?? ''}
        onGiven={setStep}
        onCancel={() => {
          task.clear();
          setRestored(false);
        }}
      />
    );
  }
  // The server has an earlier password again: it calls the newer one wrong, and the earlier one shows an earlier state.
  const mayBeRestored =
    task.refusal?.code === 'sign_in_failed' || task.refusal?.code === 'state_older_than_known';
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
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        {expired && (
          <Notice tone="need" urgent>
            {text.secondFactor.step.expired}
          </Notice>
        )}
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
        <Link to="/forgot-password" className="prose-link self-start">
          {text.forgotPassword.link}
        </Link>
        {mayBeRestored && <Button onClick={() => setRestored(true)}>{text.passwordBack.offer}</Button>}
        <Button kind="quiet" onClick={() => void port.account.signOut()}>
          {text.locked.signOut}
        </Button>
      </form>
    </Centred>
  );
}
