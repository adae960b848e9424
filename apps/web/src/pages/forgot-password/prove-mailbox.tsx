import type { ResetStep } from '@postern/client';
import { Button, Notice, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { OutboxNotice } from '../second-factor/outbox-notice.tsx';

/** Address and mailed code. It says nothing about whether the address has an account. */
export function ProveMailbox({
  labels,
  notice,
  onProven,
}: {
  readonly labels: readonly string[];
  readonly notice: ReactNode;
  readonly onProven: (step: ResetStep) => void;
}) {
  const text = useText();
  const words = text.forgotPassword;
  const port = usePort();
  const { account, keysNeeded, server } = useSnapshot();
  const task = useTask();
  const codeField = useFocusOnRefusal(task.refusal);
  const [email, setEmail] = useState(() => account?.email ?? keysNeeded?.email ?? '');
  const [code, setCode] = useState('');
  const [stage, setStage] = useState<'address' | 'code'>('address');
  const [sentAgain, setSentAgain] = useState(false);

  const send = async () => {
    if ((await task.run(() => port.forgotPassword.begin(email))) === undefined) return false;
    setCode('');
    setStage('code');
    return true;
  };
  const submit = async () => {
    setSentAgain(false);
    if (stage === 'address') {
      await send();
      return;
    }
    const proven = await task.run(() => port.forgotPassword.enterCode(email, code));
    if (proven === undefined) setCode('');
    else onProven(proven.value);
  };

  const isAddress = stage === 'address';
  return (
    <Centred
      steps={stepsUntil(labels, isAddress ? 0 : 1)}
      title={isAddress ? words.title : words.codeTitle}
      lead={isAddress ? words.lead : words.codeLead(email)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {notice}
        <RefusalNotice refusal={task.refusal} />
        {isAddress ? (
          <TextField
            key="email"
            label={words.email}
            hint={words.emailHint}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onValueChange={setEmail}
          />
        ) : (
          <>
            {server?.outbox === true && <OutboxNotice />}
            {sentAgain && task.refusal === undefined && <Notice tone="in">{text.signUp.sentAgain}</Notice>}
            <TextField
              key="code"
              ref={codeField}
              label={words.code}
              hint={words.codeHint}
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              mono
              required
              autoFocus
              value={code}
              onValueChange={setCode}
            />
          </>
        )}
        <Button kind="primary" type="submit" busy={task.busy}>
          {isAddress ? words.sendCode : text.controls.next}
        </Button>
        {isAddress ? (
          <p className="flex flex-wrap justify-between gap-x-4 text-ink-2">
            <span>
              {words.remembered}{' '}
              <Link to="/sign-in" className="prose-link">
                {text.signIn.submit}
              </Link>
            </span>
            <Link to="/help/guides/$guide" params={{ guide: 'forgot-password' }} className="prose-link">
              {words.guide}
            </Link>
          </p>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button kind="quiet" size="small" onClick={async () => setSentAgain(await send())}>
              {text.signUp.sendAgain}
            </Button>
            <Button kind="quiet" size="small" onClick={() => setStage('address')}>
              {text.signUp.otherAddress}
            </Button>
          </div>
        )}
      </form>
    </Centred>
  );
}
