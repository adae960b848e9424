import { Button, Notice, TextField, useText } from '@postern/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { invitationPath, pendingInvitation } from '../invitation/pending-invitation.ts';
import { OutboxNotice } from '../second-factor/outbox-notice.tsx';
import { type NewPassword, NewPasswordFields } from './new-password-fields.tsx';

type Stage = 'address' | 'code' | 'password';
const stages: readonly Stage[] = ['address', 'code', 'password'];

/** Address, mailed code, password, keys. What was done stays done when a later step is refused. */
export function SignUpPage() {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const { server } = useSnapshot();
  const task = useTask();
  const codeField = useFocusOnRefusal(task.refusal);
  const [stage, setStage] = useState<Stage>('address');
  const [email, setEmail] = useState(() => pendingInvitation()?.email ?? '');
  const [code, setCode] = useState('');
  const [sentAgain, setSentAgain] = useState(false);
  const [next, setNext] = useState<NewPassword>({ password: '', ready: false });

  const labels = Object.values(text.signUp.steps);
  const done = stages.indexOf(stage) + (task.busy && stage === 'password' ? 1 : 0);

  const sendCode = async () => {
    if ((await task.run(() => port.account.beginSignUp(email))) === undefined) return false;
    setStage('code');
    return true;
  };
  const submit = async () => {
    if (stage === 'address') {
      await sendCode();
    } else if (stage === 'code') {
      if (await task.run(() => port.account.verifySignUpCode(email, code))) setStage('password');
    } else if (await task.run(() => port.account.finishSignUp(email, next.password))) {
      await navigate({ to: pendingInvitation() === undefined ? '/' : invitationPath, replace: true });
    }
  };

  const heads: Record<Stage, { title: string; lead: string }> = {
    address: { title: text.signUp.title, lead: text.signUp.lead },
    code: { title: text.signUp.codeTitle, lead: text.signUp.codeLead(email) },
    password: { title: text.signUp.passwordTitle, lead: text.signUp.passwordLead },
  };

  return (
    <Centred steps={stepsUntil(labels, done)} title={heads[stage].title} lead={heads[stage].lead}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        {stage === 'address' && (
          <>
            {server?.signup === 'invited' && pendingInvitation() === undefined && (
              <Notice>{text.welcome.invitedOnly}</Notice>
            )}
            {server?.signup === 'closed' && <Notice>{text.welcome.closed}</Notice>}
            <TextField
              label={text.signUp.email}
              hint={text.signUp.emailHint}
              type="email"
              name="email"
              autoComplete="username"
              required
              autoFocus
              value={email}
              onValueChange={setEmail}
            />
            <Submit busy={task.busy}>{text.signUp.sendCode}</Submit>
            <p className="text-ink-2">
              {text.signUp.haveAccount}{' '}
              <Link
                to="/sign-in"
                search={{ next: pendingInvitation() === undefined ? undefined : invitationPath }}
                className="prose-link"
              >
                {text.signUp.toSignIn}
              </Link>
            </p>
          </>
        )}
        {stage === 'code' && (
          <>
            {server?.outbox === true && <OutboxNotice />}
            {sentAgain && <Notice tone="in">{text.signUp.sentAgain}</Notice>}
            <TextField
              ref={codeField}
              label={text.signUp.code}
              hint={text.signUp.codeHint}
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              mono
              required
              autoFocus
              value={code}
              onValueChange={setCode}
            />
            <Submit busy={task.busy}>{text.controls.next}</Submit>
            <div className="flex flex-wrap gap-2">
              <Button kind="quiet" size="small" onClick={async () => setSentAgain(await sendCode())}>
                {text.signUp.sendAgain}
              </Button>
              <Button kind="quiet" size="small" onClick={() => setStage('address')}>
                {text.signUp.otherAddress}
              </Button>
            </div>
          </>
        )}
        {stage === 'password' && (
          <>
            <NewPasswordFields label={text.signUp.password} email={email} autoFocus onChange={setNext} />
            <Submit busy={task.busy} disabled={!next.ready}>
              {text.signUp.submit}
            </Submit>
            <p role="status" className="text-ink-2 text-sm">
              {task.busy && text.signUp.working}
            </p>
          </>
        )}
      </form>
    </Centred>
  );
}

function Submit({
  busy,
  disabled = false,
  children,
}: {
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Button kind="primary" type="submit" busy={busy} disabled={disabled}>
      {children}
    </Button>
  );
}
