import type { FactorLevel } from '@postern/access';
import { SkeletonRows, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { levelOfStepUp } from './accepted-factors.ts';
import { GiveSecondFactor } from './give-second-factor.tsx';

/** Asks for the second factor in the session that goes on: as a step-up, or because an organization requires it. */
export function GiveInSession({
  onGiven,
  accepted,
}: {
  readonly onGiven: () => void;
  /** What an organization takes. Absent: what is asked before something that changes how one signs in. */
  readonly accepted?: FactorLevel;
}) {
  const text = useText();
  const port = usePort();
  const { data: asked, refetch } = useQuery({
    queryKey: ['second-factor', 'ask'],
    queryFn: () => port.secondFactor.ask(),
    // What is signed is good once and for ten minutes.
    gcTime: 0,
    staleTime: 0,
    throwOnError: true,
  });
  if (asked === undefined) return <SkeletonRows rows={1} label={text.frame.loading} />;
  if (!asked.ok) return <RefusalNotice refusal={asked} />;
  const step = asked.value;
  return (
    <GiveSecondFactor
      step={step}
      accepted={accepted ?? levelOfStepUp(step.kinds)}
      give={async (given) => {
        const result = await port.secondFactor.give(given);
        if (!result.ok && Date.now() > step.expiresAtMs) void refetch();
        return result;
      }}
      mailCode={port.secondFactor.mailCode}
      onGiven={onGiven}
    />
  );
}
