import type { KeyMethodView } from '@postern/client';
import { Button, buttonClass, Notice, Page, Tag, useText } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { ClosedAtHome } from '../forgot-password/closed-at-home.tsx';
import { type StepName, type StepState, stepNames, stepsOf } from './forgot-phone-steps.ts';
import { useSaid } from './said-on-device.ts';

/** The six steps of somebody who has lost a phone. */
export function ForgotPhonePage() {
  const words = useText().forgotPhone;
  const port = usePort();
  const { account, keysNeeded } = useSnapshot();
  const email = keysNeeded?.email ?? account?.email;
  return (
    <Page title={words.title} lead={words.lead}>
      {keysNeeded !== undefined ? (
        <Steps email={keysNeeded.email} methods={keysNeeded.methods} />
      ) : (
        email !== undefined && (
          <Loaded of={['key-storage', 'of-account']} load={port.keyStorage.read}>
            {({ methods }) => <Steps email={email} methods={methods} />}
          </Loaded>
        )
      )}
    </Page>
  );
}

function Steps({ email, methods }: { readonly email: string; readonly methods: readonly KeyMethodView[] }) {
  const text = useText();
  const words = text.forgotPhone;
  const queries = useQueryClient();
  const { phase, waitingGeneration } = useSnapshot();
  const hasKeys = phase === 'open';
  const others = methods.filter(({ kind }) => kind === 'qr' || kind === 'passkey');
  const phones = methods
    .filter(({ kind }) => kind === 'phone')
    .map(({ id, unpairedAtMs }) => ({ method: id, isUnpaired: unpairedAtMs !== undefined }));
  const { said, say, forget } = useSaid(
    email,
    phones.map(({ method }) => method),
  );
  const states = stepsOf(
    {
      hasKeys,
      hasBegunAnew: waitingGeneration?.isOwn === true,
      phones,
      otherWays: others.length,
    },
    said,
  );
  const leadOf = (name: StepName) => {
    if (name === 'others' && others.length === 0) return words.noneSet;
    return name === 'entry' && hasKeys ? words.unpairHere : words.steps[name].lead;
  };
  const isThrough = stepNames.every((name) => states[name] !== 'now' && states[name] !== 'later');
  const keyStorage = (
    <Link to="/account/key-storage" className={buttonClass('primary')}>
      {words.toKeyStorage}
    </Link>
  );
  const actions: Readonly<Record<StepName, ReactNode>> = {
    open: undefined,
    entry: (
      <>
        {hasKeys ? keyStorage : <Button onClick={() => say({ phoneIsGone: true })}>{words.gone}</Button>}
        <Button kind="quiet" onClick={() => void queries.invalidateQueries({ queryKey: ['key-storage'] })}>
          {words.lookAgain}
        </Button>
      </>
    ),
    others: (
      <>
        <Link to="/" className={buttonClass('primary')}>
          {words.useOther}
        </Link>
        <Button onClick={() => say({ hasNoOther: true })}>{words.noOther}</Button>
      </>
    ),
    cut: (
      <Link to="/forgot-password" className={buttonClass('primary')}>
        {words.startOver}
      </Link>
    ),
    pair: (
      <Link to="/account/key-storage/phone" className={buttonClass('primary')}>
        {text.phone.pair}
      </Link>
    ),
    ask: <ClosedAtHome />,
  };
  return (
    <div className="flex flex-col gap-6">
      {hasKeys && waitingGeneration?.isOwn !== true && <Notice tone="in">{words.nothingLost}</Notice>}
      <ol className="flex flex-col">
        {stepNames.map((name, at) => (
          <Step key={name} number={at + 1} title={words.steps[name].title} state={states[name]}>
            <p className="text-ink-2">{leadOf(name)}</p>
            {states[name] === 'now' && actions[name] !== undefined && (
              <div className="mt-3 flex flex-wrap gap-2">{actions[name]}</div>
            )}
          </Step>
        ))}
      </ol>
      {isThrough && (
        <Link to="/account/key-storage" className={buttonClass('primary', 'normal')} onClick={forget}>
          {words.through}
        </Link>
      )}
    </div>
  );
}

function Step({
  number,
  title,
  state,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly state: StepState;
  readonly children: ReactNode;
}) {
  const words = useText().forgotPhone;
  const isNow = state === 'now';
  return (
    <li
      aria-current={isNow ? 'step' : undefined}
      className="flex gap-4 border-line border-t py-4 last:border-b"
    >
      <span
        aria-hidden="true"
        className={`flex size-7 shrink-0 items-center justify-center rounded-full border text-sm ${
          isNow
            ? 'border-accent bg-accent text-accent-ink'
            : state === 'done'
              ? 'border-in bg-in-soft text-in'
              : 'border-line text-ink-3'
        }`}
      >
        {state === 'done' ? <Check size={14} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="flex flex-wrap items-center gap-2 font-medium">
          {title}
          {state === 'done' && <Tag tone="in">{words.done}</Tag>}
          {(state === 'spared' || state === 'none') && <Tag tone="plain">{words[state]}</Tag>}
        </h2>
        <div className="mt-1">{children}</div>
      </div>
    </li>
  );
}
