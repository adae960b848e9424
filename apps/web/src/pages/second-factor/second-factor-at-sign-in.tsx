import type { SecondFactorStep } from '@postern/client';
import { Button, SkeletonRows, useText } from '@postern/ui';
import { lazy, Suspense } from 'react';
import { usePort } from '../../port-context.tsx';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { LostFactor } from './lost-factor.tsx';
import { ResetByKey } from './reset-by-key.tsx';

// Of use to those alone who have one, so it is no part of the first load.
const GiveSecondFactor = lazy(async () => ({
  default: (await import('./give-second-factor.tsx')).GiveSecondFactor,
}));

export interface SecondFactorAtSignInProps {
  readonly step: SecondFactorStep;
  readonly email: string;
  /** Where the person wanted to be: the owner's door they are led to is that organization's. */
  readonly wanted?: string | undefined;
  readonly onGiven: () => void;
  /** It took too long: the password is asked for once more. */
  readonly onExpired: () => void;
  readonly onCancel: () => void;
}

/** The second factor of a sign-in whose password is proven. */
export function SecondFactorAtSignIn({
  step,
  email,
  wanted,
  onGiven,
  onExpired,
  onCancel,
}: SecondFactorAtSignInProps) {
  const text = useText();
  const port = usePort();
  const { address, password, keys, in: inside } = text.signIn.steps;
  const labels = [address, password, text.secondFactor.step.arch, keys, inside];
  return (
    <Centred
      steps={stepsUntil(labels, 2)}
      title={text.secondFactor.step.title}
      lead={
        <>
          {text.secondFactor.step.lead} <span className="break-words">{email}</span>
        </>
      }
    >
      <Suspense fallback={<SkeletonRows rows={1} label={text.frame.loading} />}>
        <GiveSecondFactor
          step={step}
          give={port.account.giveSecondFactor}
          mailCode={port.account.mailSecondFactor}
          onGiven={onGiven}
          onExpired={onExpired}
        />
      </Suspense>
      <Button kind="quiet" className="mt-4 w-full" onClick={onCancel}>
        {text.secondFactor.step.otherAccount}
      </Button>
      <ResetByKey onGiven={onGiven} onExpired={onExpired} />
      <LostFactor wanted={wanted} onExpired={onExpired} />
    </Centred>
  );
}
