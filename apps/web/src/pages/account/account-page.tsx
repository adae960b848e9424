import {
  Button,
  ConfirmDanger,
  chooseTheme,
  Page,
  PasswordField,
  Section,
  Select,
  TextField,
  type ThemeChoice,
  useText,
  useTheme,
  useToast,
} from '@postern/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { SecondFactorSection } from '../second-factor/second-factor-section.tsx';
import { useStepUp } from '../second-factor/step-up.tsx';
import { type NewPassword, NewPasswordFields } from './new-password-fields.tsx';

/** Profile, theme, password and the end of the account. */
export function AccountPage() {
  const text = useText();
  const { account } = useSnapshot();
  if (account === undefined) return null;
  const since = new Date(account.createdAtMs).toLocaleDateString(text.locale, { dateStyle: 'long' });
  return (
    <Page title={text.account.title} lead={account.email}>
      <p className="-mt-4 mb-6 text-ink-2">{text.account.since(since)}</p>
      <Section title={text.account.fingerprint} lead={text.account.fingerprintLead}>
        <p className="font-mono text-md">{account.fingerprintWords.join(' ')}</p>
      </Section>
      <ThemeSection />
      <PasswordSection email={account.email} />
      <SecondFactorSection />
      <Section title={text.account.more}>
        <nav aria-label={text.account.more} className="flex flex-wrap gap-x-5 gap-y-2">
          <Link to="/account/sessions" className="prose-link">
            {text.sessions.title}
          </Link>
          <Link to="/account/key-storage" className="prose-link">
            {text.keyStorage.title}
          </Link>
          <Link to="/account/access-log" className="prose-link">
            {text.accessLog.title}
          </Link>
        </nav>
      </Section>
      <DeleteSection />
    </Page>
  );
}

const themes: readonly ThemeChoice[] = ['system', 'light', 'dark'];

function ThemeSection() {
  const text = useText();
  const theme = useTheme();
  return (
    <Section title={text.account.themeTitle} lead={text.account.themeLead}>
      <div className="max-w-60">
        <Select
          label={text.account.theme}
          value={theme}
          options={themes.map((value) => ({ value, label: text.account.themes[value] }))}
          onValueChange={chooseTheme}
        />
      </div>
    </Section>
  );
}

function PasswordSection({ email }: { readonly email: string }) {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const stepUp = useStepUp();
  const task = useTask();
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState<NewPassword>({ password: '', ready: false });
  const change = async () => {
    const changed = await task.run(() => stepUp(() => port.account.changePassword(current, next.password)));
    if (changed === undefined) return;
    setOpen(false);
    setCurrent('');
    toast({ message: text.account.passwordChanged(changed.value.endedSessions) });
  };
  return (
    <Section
      title={text.account.passwordTitle}
      lead={text.account.passwordLead}
      aside={!open && <Button onClick={() => setOpen(true)}>{text.account.changePassword}</Button>}
    >
      {open && (
        <form
          className="flex max-w-sm flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void change();
          }}
        >
          <RefusalNotice refusal={task.refusal} />
          <PasswordField
            label={text.account.currentPassword}
            name="password"
            autoComplete="current-password"
            required
            autoFocus
            value={current}
            onValueChange={setCurrent}
          />
          <NewPasswordFields label={text.account.newPassword} email={email} onChange={setNext} />
          <div className="flex gap-2">
            <Button kind="primary" type="submit" busy={task.busy} disabled={!next.ready}>
              {text.account.changePassword}
            </Button>
            <Button kind="quiet" onClick={() => setOpen(false)}>
              {text.controls.cancel}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}

function DeleteSection() {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const navigate = useNavigate();
  const stepUp = useStepUp();
  const begin = useTask();
  const finish = useTask();
  const codeField = useFocusOnRefusal(finish.refusal);
  const [open, setOpen] = useState(false);
  const [code, setCode] = useState('');
  const start = async () => {
    if (await begin.run(() => stepUp(() => port.account.beginDeletion()))) setOpen(true);
  };
  const end = async () => {
    if ((await finish.run(() => port.account.finishDeletion(code))) === undefined) return;
    toast({ message: text.account.deleted });
    await navigate({ to: '/', replace: true });
  };
  return (
    <Section
      title={text.account.deleteTitle}
      lead={text.account.deleteLead}
      aside={
        <Button busy={begin.busy} onClick={() => void start()}>
          {text.account.delete}
        </Button>
      }
    >
      <RefusalNotice refusal={begin.refusal} />
      <ConfirmDanger
        open={open}
        onOpenChange={setOpen}
        title={text.account.deleteTitle}
        consequence={text.account.deleteLead}
        action={text.account.delete}
        busy={finish.busy}
        onConfirm={() => void end()}
      >
        <p>{text.account.deleteCodeLead}</p>
        <RefusalNotice refusal={finish.refusal} />
        <TextField
          ref={codeField}
          label={text.account.deleteCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          mono
          value={code}
          onValueChange={setCode}
        />
      </ConfirmDanger>
    </Section>
  );
}
