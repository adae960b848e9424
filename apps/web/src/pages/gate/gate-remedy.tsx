import type { Remedy, RemedyCode } from '@postern/access';
import { Button, buttonClass, PasswordField, useText } from '@postern/ui';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { placePath } from './place-path.ts';

export interface GateRemedyProps {
  readonly remedy: Remedy;
  /** At most one remedy on a page is the main one. */
  readonly primary: boolean;
  readonly address: string;
  readonly onRetry: () => void;
}

/** Remedies that this screen carries out by itself; links to pages of the product count as well. */
const doneHere: ReadonlySet<RemedyCode> = new Set<RemedyCode>([
  'confirm_identity',
  'sign_in',
  'switch_account',
  'try_again',
  'change_network',
  'wait_for_owner',
  'go_online',
  'reload',
  'update_client',
  'go_back',
  'make_recovery_kit',
]);

/** Whether the remedy has a button on this screen. */
export function isDoneHere(remedy: Remedy, address: string): boolean {
  return (
    doneHere.has(remedy.code) || (remedy.to !== undefined && placePath(remedy.to, address) !== undefined)
  );
}

/** One thing the person can do, with its button where this very screen can do it. */
export function GateRemedy({ remedy, primary, address, onRetry }: GateRemedyProps) {
  const port = usePort();
  const navigate = useNavigate();
  const router = useRouter();
  const kind = primary ? 'primary' : 'secondary';
  const here = `/${address}`;

  const button = (onClick: () => void) => (
    <Button kind={kind} onClick={onClick}>
      {remedy.label}
    </Button>
  );
  const toSignIn = () => void navigate({ to: '/sign-in', search: { next: here } });

  switch (remedy.code) {
    case 'confirm_identity':
      return <ConfirmIdentity remedy={remedy} onDone={onRetry} />;
    case 'see_operator':
      return <SeeOperator remedy={remedy} />;
    case 'request_invitation':
      return <TellAddress remedy={remedy} />;
    case 'sign_in':
      return <Row remedy={remedy} action={button(toSignIn)} />;
    case 'switch_account':
      return <Row remedy={remedy} action={button(() => void port.account.signOut().then(toSignIn))} />;
    case 'try_again':
    case 'change_network':
    case 'wait_for_owner':
    case 'go_online':
      return <Row remedy={remedy} action={<Retry primary={primary} onRetry={onRetry} />} />;
    case 'reload':
    case 'update_client':
      return <Row remedy={remedy} action={button(() => location.reload())} />;
    case 'go_back':
      return <Row remedy={remedy} action={button(() => router.history.back())} />;
    case 'make_recovery_kit':
      return (
        <Row
          remedy={remedy}
          action={
            <Link to="/$organization/setup" params={{ organization: address }} className={buttonClass(kind)}>
              {remedy.label}
            </Link>
          }
        />
      );
    default: {
      const path = remedy.to === undefined ? undefined : placePath(remedy.to, address);
      return (
        <Row
          remedy={remedy}
          action={
            path !== undefined && (
              <Link to={path} className={buttonClass(kind)}>
                {remedy.label}
              </Link>
            )
          }
        />
      );
    }
  }
}

function Row({
  remedy,
  action,
  children,
}: {
  readonly remedy: Remedy;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <li className="border-line border-b py-4">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-semibold">{remedy.label}</p>
          <p className="text-ink-2">{remedy.explanation}</p>
        </div>
        {action}
      </div>
      {children}
    </li>
  );
}

function Retry({ primary, onRetry }: { readonly primary: boolean; readonly onRetry: () => void }) {
  const text = useText();
  return (
    <Button kind={primary ? 'primary' : 'secondary'} onClick={onRetry}>
      {text.controls.tryAgain}
    </Button>
  );
}

/** Asks for the password in the session that goes on, as a row of a list of remedies. */
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
    <Row remedy={remedy}>
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
          {text.signIn.confirm}
        </Button>
      </form>
    </Row>
  );
}

function SeeOperator({ remedy }: { readonly remedy: Remedy }) {
  const text = useText();
  const { server } = useSnapshot();
  return (
    <Row remedy={remedy}>
      <p className="mt-2 break-words">
        {server?.supportContact === undefined
          ? text.denial.noContact
          : text.denial.contact(server.supportContact)}
      </p>
    </Row>
  );
}

function TellAddress({ remedy }: { readonly remedy: Remedy }) {
  const text = useText();
  const { account } = useSnapshot();
  return (
    <Row remedy={remedy}>
      {account !== undefined && <p className="mt-2 break-words">{text.frame.signedInAs(account.email)}</p>}
    </Row>
  );
}
