import { Button, Dialog, PasswordField, useText } from '@postern/ui';
import { useId, useRef, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { ConfirmByPasskey } from './confirm-by-passkey.tsx';
import { GiveInSession } from './give-in-session.tsx';
import type { StepUpCode } from './step-up.tsx';

export interface StepUpDialogProps {
  readonly code: StepUpCode;
  /** Called once: given, or closed without. */
  readonly onAnswer: (given: boolean) => void;
}

/** Password (or a passkey in its place) or second factor, asked for above whatever the person is doing. */
export function StepUpDialog({ code, onAnswer }: StepUpDialogProps) {
  const text = useText();
  const close = (open: boolean) => !open && onAnswer(false);
  if (code === 'reauthentication_required') return <PasswordDialog close={close} onAnswer={onAnswer} />;
  return (
    <Dialog
      open
      onOpenChange={close}
      title={text.secondFactor.step.title}
      description={text.secondFactor.stepUp.factor}
    >
      <GiveInSession onGiven={() => onAnswer(true)} />
    </Dialog>
  );
}

function PasswordDialog({
  close,
  onAnswer,
}: {
  readonly close: (open: boolean) => void;
  readonly onAnswer: (given: boolean) => void;
}) {
  const text = useText();
  const port = usePort();
  const { account } = useSnapshot();
  const task = useTask();
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const submit = async () => {
    const confirmed = await task.run(() => port.account.confirmIdentity(password));
    setPassword('');
    if (confirmed !== undefined) onAnswer(true);
  };
  return (
    <Dialog
      open
      onOpenChange={close}
      initialFocus={field}
      title={text.secondFactor.stepUp.title}
      description={text.secondFactor.stepUp.password}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>{text.controls.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={task.busy}>
            {text.signIn.confirm}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <input
          type="email"
          name="email"
          autoComplete="username"
          value={account?.email ?? ''}
          readOnly
          hidden
        />
        <PasswordField
          ref={field}
          label={text.signIn.password}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onValueChange={setPassword}
        />
      </form>
      <div className="mt-5">
        <ConfirmByPasskey onConfirmed={() => onAnswer(true)} />
      </div>
    </Dialog>
  );
}
