import type { SecondFactorView } from '@postern/client';
import { Button, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { OutboxNotice } from './outbox-notice.tsx';
import { useStepUp } from './step-up.tsx';

/** Turns mailed codes on, once a first one was typed back. */
export function AddMail({ onAdded }: { readonly onAdded: (factor: SecondFactorView) => void }) {
  const text = useText().secondFactor;
  const port = usePort();
  const stepUp = useStepUp();
  const { account, server } = useSnapshot();
  const begin = useTask();
  const finish = useTask();
  const codeField = useFocusOnRefusal(finish.refusal);
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState('');

  const send = async () => {
    if (await begin.run(() => stepUp(() => port.secondFactor.beginMail()))) setSent(true);
  };
  const submit = async () => {
    const added = await finish.run(() => stepUp(() => port.secondFactor.finishMail(code)));
    if (added === undefined) setCode('');
    else onAdded(added.value);
  };

  return (
    <form
      className="flex flex-col gap-4"
      aria-label={text.mail.title}
      onSubmit={(event) => {
        event.preventDefault();
        void (sent ? submit() : send());
      }}
    >
      <RefusalNotice refusal={begin.refusal ?? finish.refusal} />
      {sent ? (
        <>
          {server?.outbox === true && <OutboxNotice />}
          <TextField
            ref={codeField}
            label={text.step.mailCode}
            hint={text.step.mailHint}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            mono
            required
            autoFocus
            maxLength={12}
            value={code}
            onValueChange={setCode}
            className="max-w-52 tracking-widest"
          />
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" type="submit" busy={finish.busy}>
              {text.mail.submit}
            </Button>
            <Button kind="quiet" busy={begin.busy} onClick={() => void send()}>
              {text.step.mailAgain}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="text-ink-2">{text.mail.lead(account?.email ?? '')}</p>
          <Button kind="primary" type="submit" className="self-start" busy={begin.busy}>
            {text.mail.send}
          </Button>
        </>
      )}
    </form>
  );
}
