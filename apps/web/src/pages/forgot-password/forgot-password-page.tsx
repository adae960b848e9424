import type { ResetDone, ResetStep } from '@postern/client';
import { Button, Notice, SkeletonRows, useText } from '@postern/ui';
import { useEffect, useRef, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { ChooseNewPassword } from './choose-new-password.tsx';
import { FactorAtReset } from './factor-at-reset.tsx';
import { NoneOfThese } from './none-of-these.tsx';
import { ProveMailbox } from './prove-mailbox.tsx';
import { RecoverKeys } from './recover-keys.tsx';
import { ResetEnd } from './reset-end.tsx';

/** What the person decided after the keys were asked for. */
type Choice = 'look' | 'none' | 'anew';

/**
 * Forgot password, one task at a time: mailbox, second factor, keys, new password. What was proven outlives a reload; a
 * password or a key never does.
 */
export function ForgotPasswordPage() {
  const text = useText();
  const words = text.forgotPassword;
  const port = usePort();
  const { phase } = useSnapshot();
  const [step, setStep] = useState<ResetStep>();
  const [resumed, setResumed] = useState(false);
  const [choice, setChoice] = useState<Choice>('look');
  const [expired, setExpired] = useState(false);
  const [done, setDone] = useState<ResetDone & { readonly anew: boolean }>();
  const begun = useRef(false);

  useEffect(() => {
    if (begun.current || phase === 'starting') return;
    begun.current = true;
    void port.forgotPassword.resume().then((found) => {
      if (found.ok) setStep(found.value);
      setResumed(true);
    });
  }, [port, phase]);

  const beginAgain = (because: 'expired' | 'cancelled') => {
    setStep(undefined);
    setChoice('look');
    setExpired(because === 'expired');
  };
  const cancel = async () => {
    await port.forgotPassword.cancel();
    beginAgain('cancelled');
  };

  if (done !== undefined) return <ResetEnd done={done} anew={done.anew} />;
  const { address, code, factor, keys, password } = words.steps;
  const asksFactor = step?.kind === 'second_factor';
  const labels = asksFactor ? [address, code, factor, keys, password] : [address, code, keys, password];
  if (!resumed) {
    return (
      <Centred steps={stepsUntil(labels, 0)} title={words.title}>
        <SkeletonRows rows={2} label={text.frame.loading} />
      </Centred>
    );
  }
  if (step === undefined) {
    return (
      <ProveMailbox
        labels={labels}
        notice={expired && <Notice tone="need">{words.expired}</Notice>}
        onProven={(proven) => {
          setExpired(false);
          setStep(proven);
        }}
      />
    );
  }
  const stop = (
    <Button kind="quiet" className="mt-6 w-full" onClick={() => void cancel()}>
      {words.cancel}
    </Button>
  );
  if (step.kind === 'second_factor') {
    return (
      <Centred steps={stepsUntil(labels, 2)} title={words.factorTitle} lead={words.factorLead}>
        <FactorAtReset step={step} onStep={setStep} onExpired={() => beginAgain('expired')} />
        {stop}
      </Centred>
    );
  }
  if (step.hasKeys || choice === 'anew') {
    return (
      <Centred
        steps={stepsUntil(labels, 3)}
        title={words.passwordTitle}
        lead={step.hasKeys ? words.passwordLead : words.passwordLeadAnew}
      >
        <ChooseNewPassword
          step={step}
          anew={!step.hasKeys}
          onDone={setDone}
          onExpired={() => beginAgain('expired')}
        />
        {stop}
      </Centred>
    );
  }
  const hasWays = step.methods.some((method) => method.unpairedAtMs === undefined);
  if (choice === 'none' || !hasWays) {
    return (
      <NoneOfThese
        step={step}
        labels={labels}
        onBack={hasWays ? () => setChoice('look') : undefined}
        onGoOn={() => setChoice('anew')}
        onCancel={() => void cancel()}
      />
    );
  }
  return (
    <Centred steps={stepsUntil(labels, 2)} title={words.keysTitle} lead={words.keysLead}>
      <RecoverKeys
        step={step}
        onStep={setStep}
        onNone={() => setChoice('none')}
        onExpired={() => beginAgain('expired')}
      />
      {stop}
    </Centred>
  );
}
