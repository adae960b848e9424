import type { ResetStep } from '@postern/client';
import { ok, type Result } from '@postern/core';
import { SkeletonRows, useText } from '@postern/ui';
import { lazy, Suspense } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

const GiveSecondFactor = lazy(async () => ({
  default: (await import('../second-factor/give-second-factor.tsx')).GiveSecondFactor,
}));

/** The second factor, as at sign-in; and the way of those who have lost it as well. */
export function FactorAtReset({
  step,
  onStep,
  onExpired,
}: {
  readonly step: Extract<ResetStep, { kind: 'second_factor' }>;
  readonly onStep: (step: ResetStep) => void;
  readonly onExpired: () => void;
}) {
  const text = useText();
  const words = text.forgotPassword;
  const port = usePort();
  const task = useTask();
  const take = (result: Result<ResetStep>): Result<undefined> => {
    if (!result.ok) return result;
    onStep(result.value);
    return ok();
  };
  const skip = async () => {
    const gone = await task.run(async () => {
      const skipped = await port.forgotPassword.goOnWithoutFactor();
      if (!skipped.ok && skipped.code === 'ticket_expired') onExpired();
      return skipped;
    });
    if (gone !== undefined) onStep(gone.value);
  };
  return (
    <>
      <Suspense fallback={<SkeletonRows rows={1} label={text.frame.loading} />}>
        <GiveSecondFactor
          step={step}
          give={async (proof) => take(await port.forgotPassword.giveFactor(proof))}
          onGiven={() => {}}
          onExpired={onExpired}
        />
      </Suspense>
      <div className="mt-6 flex flex-col gap-2 text-ink-2 text-sm">
        <RefusalNotice refusal={task.refusal} />
        <button
          type="button"
          className="prose-link self-start rounded-sm text-left"
          aria-describedby="lost-factor"
          disabled={task.busy}
          onClick={() => void skip()}
        >
          {words.factorLost}
        </button>
        <p id="lost-factor">{words.factorLostLead}</p>
      </div>
    </>
  );
}
