import type { ResetDone, ResetStep } from '@postern/client';
import { Button, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { type NewPassword, NewPasswordFields } from '../account/new-password-fields.tsx';

/** The last step: with the keys that came back, or with new ones. */
export function ChooseNewPassword({
  step,
  anew,
  onDone,
  onExpired,
}: {
  readonly step: Extract<ResetStep, { kind: 'keys' }>;
  readonly anew: boolean;
  readonly onDone: (done: ResetDone & { readonly anew: boolean }) => void;
  readonly onExpired: () => void;
}) {
  const words = useText().forgotPassword;
  const port = usePort();
  const task = useTask();
  const [next, setNext] = useState<NewPassword>({ password: '', ready: false });
  const submit = async () => {
    const { forgotPassword } = port;
    const done = await task.run(async () => {
      const set = await (anew
        ? forgotPassword.startOver(next.password)
        : forgotPassword.finish(next.password));
      if (!set.ok && set.code === 'ticket_expired') onExpired();
      return set;
    });
    if (done !== undefined) onDone({ ...done.value, anew });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RefusalNotice refusal={task.refusal} />
      <NewPasswordFields label={words.password} email={step.email} autoFocus onChange={setNext} />
      <p className="text-ink-2">{words.ends}</p>
      <Button kind={anew ? 'danger' : 'primary'} type="submit" busy={task.busy} disabled={!next.ready}>
        {anew ? words.submitAnew : words.submit}
      </Button>
      <p role="status" className="min-h-5 text-ink-2 text-sm">
        {task.busy && words.working}
      </p>
    </form>
  );
}
