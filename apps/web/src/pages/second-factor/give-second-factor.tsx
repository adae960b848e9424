import type { FactorLevel } from '@postern/access';
import type { GivenSecondFactor, ProofKind, SecondFactorStep } from '@postern/client';
import { ok, type Refusal, type Result } from '@postern/core';
import { Button, buttonClass, Notice, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Fingerprint } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { isAccepted } from './accepted-factors.ts';
import { OutboxNotice } from './outbox-notice.tsx';
import { askForPasskey, hasPasskeys, type PasskeyFailure } from './passkey-ceremony.ts';

export interface GiveSecondFactorProps {
  readonly step: SecondFactorStep;
  readonly give: (given: GivenSecondFactor) => Promise<Result<undefined>>;
  /** Absent where a mailed code is no second factor. */
  readonly mailCode?: (() => Promise<Result<undefined>>) | undefined;
  readonly onGiven: () => void;
  /** The attempt is over: it has to begin anew. */
  readonly onExpired?: (refusal: Refusal) => void;
  /** What is worth giving; anything when absent. */
  readonly accepted?: FactorLevel;
}

/** One of the account's second factors, the strongest first; every other is one press away. */
export function GiveSecondFactor({
  step,
  give,
  mailCode,
  onGiven,
  onExpired,
  accepted = 'any',
}: GiveSecondFactorProps) {
  const text = useText();
  const offered = step.kinds.filter(
    (kind) =>
      isAccepted(kind, accepted) && (kind !== 'passkey' || (step.passkey !== undefined && hasPasskeys())),
  );
  // A backup code is for when everything else is lost.
  const first = offered.find((kind) => kind !== 'backup') ?? offered[0];
  const [kind, setKind] = useState<ProofKind | undefined>(first);
  if (kind === undefined) return <Notice tone="need">{text.secondFactor.step.notAccepted}</Notice>;
  return (
    <div className="flex flex-col gap-5">
      <GiveOne
        key={kind}
        kind={kind}
        step={step}
        give={give}
        mailCode={mailCode}
        onGiven={onGiven}
        onExpired={onExpired}
      />
      <div className="flex flex-wrap gap-x-4 gap-y-2 border-line border-t pt-4">
        {offered
          .filter((each) => each !== kind)
          .map((each) => (
            <button key={each} type="button" className="prose-link rounded-sm" onClick={() => setKind(each)}>
              {text.secondFactor.step.ways[each]}
            </button>
          ))}
        {/* In a new tab: leaving this page would end the attempt. */}
        <Link
          to="/help/guides/$guide"
          params={{ guide: 'second-factor' }}
          target="_blank"
          className="prose-link rounded-sm"
        >
          {text.secondFactor.noneOfThese}
        </Link>
      </div>
    </div>
  );
}

interface GiveOneProps extends Omit<GiveSecondFactorProps, 'accepted' | 'onExpired'> {
  readonly kind: ProofKind;
  readonly onExpired: GiveSecondFactorProps['onExpired'] | undefined;
}

function GiveOne({ kind, step, give, mailCode, onGiven, onExpired }: GiveOneProps) {
  const text = useText().secondFactor;
  const task = useTask();
  const [failure, setFailure] = useState<PasskeyFailure>();

  const settle = (result: Result<undefined>): Result<undefined> => {
    if (result.ok || result.code !== 'ticket_expired' || onExpired === undefined) return result;
    onExpired(result);
    return result;
  };
  const finish = async (given: GivenSecondFactor) => {
    const done = await task.run(async () => settle(await give(given)));
    if (done !== undefined) onGiven();
    return done !== undefined;
  };
  const giveByPasskey = async () => {
    setFailure(undefined);
    const { passkey } = step;
    if (passkey === undefined) return;
    const used = await task.run(async () => ok(await askForPasskey(passkey)));
    if (used === undefined) return;
    if (used.value.ok) await finish({ kind: 'passkey', credential: used.value.credential });
    else setFailure(used.value.failure);
  };

  if (kind === 'passkey') {
    return (
      <div className="flex flex-col gap-4">
        <RefusalNotice refusal={task.refusal} />
        {failure !== undefined && (
          <Notice tone="need" urgent>
            {text.failures[failure]}
          </Notice>
        )}
        <p className="text-ink-2">{text.step.passkeyLead}</p>
        <Button
          kind="primary"
          autoFocus
          busy={task.busy}
          icon={<Fingerprint size={16} aria-hidden="true" />}
          onClick={() => void giveByPasskey()}
        >
          {text.step.usePasskey}
        </Button>
      </div>
    );
  }
  return (
    <GiveCode
      kind={kind}
      refusal={task.refusal}
      busy={task.busy}
      finish={finish}
      mailCode={async () => (mailCode === undefined ? ok() : settle(await mailCode()))}
    />
  );
}

interface GiveCodeProps {
  readonly kind: Exclude<ProofKind, 'passkey'>;
  readonly refusal: Refusal | undefined;
  readonly busy: boolean;
  readonly finish: (given: GivenSecondFactor) => Promise<boolean>;
  readonly mailCode: () => Promise<Result<undefined>>;
}

function GiveCode({ kind, refusal, busy, finish, mailCode }: GiveCodeProps) {
  const text = useText().secondFactor.step;
  const { server } = useSnapshot();
  const mailing = useTask();
  const [code, setCode] = useState('');
  const [again, setAgain] = useState(false);
  const codeField = useFocusOnRefusal(refusal);
  const begun = useRef(false);
  const { run } = mailing;
  useEffect(() => {
    if (kind !== 'mail' || begun.current) return;
    begun.current = true;
    void run(mailCode);
  }, [kind, run, mailCode]);

  const submit = async () => {
    // A wrong code is of no use to mend: the next one is typed or pasted anew.
    if (!(await finish({ kind, code: code.trim() }))) setCode('');
  };
  const words = {
    totp: { label: text.appCode, hint: text.appHint },
    mail: { label: text.mailCode, hint: text.mailHint },
    backup: { label: text.backupCode, hint: text.backupHint },
  }[kind];
  const isBackup = kind === 'backup';
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RefusalNotice refusal={refusal ?? mailing.refusal} />
      {kind === 'mail' && server?.outbox === true && <OutboxNotice />}
      {again && mailing.refusal === undefined && <Notice tone="in">{text.mailedAgain}</Notice>}
      <TextField
        ref={codeField}
        label={words.label}
        hint={words.hint}
        name={isBackup ? 'backup-code' : 'code'}
        autoComplete={isBackup ? 'off' : 'one-time-code'}
        inputMode={isBackup ? 'text' : 'numeric'}
        autoCapitalize={isBackup ? 'characters' : 'off'}
        autoCorrect="off"
        spellCheck={false}
        mono
        required
        autoFocus
        maxLength={isBackup ? 20 : 12}
        value={code}
        onValueChange={setCode}
        className="tracking-widest"
      />
      <Button kind="primary" type="submit" busy={busy}>
        {text.submit}
      </Button>
      {kind === 'mail' && (
        <button
          type="button"
          className={buttonClass('quiet', 'small')}
          onClick={() => void run(mailCode).then((done) => setAgain(done !== undefined))}
        >
          {text.mailAgain}
        </button>
      )}
    </form>
  );
}
