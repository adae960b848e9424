import { sentence } from '@postern/access';
import type { ClientPort, SecondFactorStep, Snapshot } from '@postern/client';
import { Button, Notice, PasswordField, TextField, useText } from '@postern/ui';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { CodeLine } from '../gate/code-line.tsx';
import { pendingInvitation } from '../invitation/pending-invitation.ts';
import { SecondFactorAtSignIn } from '../second-factor/second-factor-at-sign-in.tsx';

/**
 * Email address, password and, where the account has one, second factor; the arches open as each is there. Goes on to where the
 * person wanted to be.
 */
export function SignInPage() {
  const text = useText();
  const port = usePort();
  const { server } = useSnapshot();
  const navigate = useNavigate();
  const router = useRouter();
  const { next } = useSearch({ strict: false });
  // Some page sent the person here: it says so, as every refusal does.
  const asked = next !== undefined;
  const task = useTask();
  const [email, setEmail] = useState(() => pendingInvitation()?.email ?? '');
  const [password, setPassword] = useState('');
  const [step, setStep] = useState<SecondFactorStep>();
  const [expired, setExpired] = useState(false);
  const labels = Object.values(text.signIn.steps);
  const done = !email.includes('@') ? 0 : password === '' ? 1 : task.busy ? 3 : 2;

  const submit = async (which: 'newest' | 'former' = 'newest') => {
    setExpired(false);
    const signedIn = await task.run(() => port.account.signIn(email, password, which));
    if (signedIn === undefined) return;
    setPassword('');
    if (signedIn.value === undefined) await goInside();
    else setStep(signedIn.value);
  };
  const goInside = async () => {
    // Somebody in a single organization has nothing to choose from.
    const [only, ...others] = (await openSnapshot(port)).organizations;
    // Where the keys were still to come, the person may have gone another way meanwhile.
    if (router.state.location.pathname !== '/sign-in') return;
    const inside = only !== undefined && others.length === 0 ? `/${only.address}` : '/';
    await navigate({ to: next ?? inside, replace: true });
  };

  if (step !== undefined) {
    return (
      <SecondFactorAtSignIn
        step={step}
        email={email}
        wanted={next}
        onGiven={() => void goInside()}
        onExpired={() => {
          setStep(undefined);
          setExpired(true);
        }}
        onCancel={() => {
          setStep(undefined);
          setEmail('');
        }}
      />
    );
  }
  return (
    <Centred
      steps={stepsUntil(labels, done)}
      title={asked ? sentence('sign_in_required', {}) : text.signIn.title}
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
        <TextField
          label={text.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus={email === ''}
          value={email}
          onValueChange={setEmail}
        />
        <PasswordField
          label={text.signIn.password}
          name="password"
          autoComplete="current-password"
          required
          autoFocus={email !== ''}
          value={password}
          onValueChange={setPassword}
        />
        <Button kind="primary" type="submit" busy={task.busy}>
          {text.signIn.submit}
        </Button>
        <p className="flex flex-wrap justify-between gap-x-4">
          <Link to="/forgot-password" className="prose-link">
            {text.forgotPassword.link}
          </Link>
        </p>
        {task.refusal?.code === 'sign_in_failed' && !task.busy && (
          <div className="flex flex-col items-start gap-2 border-line border-t pt-4 text-ink-2 text-sm">
            <p>{text.formerPassword.lead}</p>
            <Button size="small" onClick={() => void submit('former')}>
              {text.formerPassword.submit}
            </Button>
          </div>
        )}
        <p role="status" className="min-h-10 text-ink-2 text-sm">
          {task.busy && text.signIn.working}
        </p>
        {server?.signup !== 'closed' && (
          <p className="text-ink-2">
            {text.signIn.noAccount}{' '}
            <Link to="/sign-up" className="prose-link">
              {text.signIn.toSignUp}
            </Link>
          </p>
        )}
      </form>
      {asked && <CodeLine code="sign_in_required" />}
    </Centred>
  );
}

/** The snapshot once the keys are open: it arrives beside the answer of signing in, not always before it. */
function openSnapshot(port: ClientPort): Promise<Snapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const snapshot = port.snapshot();
      if (snapshot.phase !== 'open') return;
      end();
      resolve(snapshot);
    };
    const end = port.subscribe(look);
    look();
  });
}
