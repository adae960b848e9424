import type { ResetStep } from '@postern/client';
import { ok } from '@postern/core';
import { Button, useText } from '@postern/ui';
import { useEffect } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { GetKeyBack } from '../key-storage/get-key-back.tsx';
import { AskPhone } from '../phone/ask-phone.tsx';

/** The ways to the keys that are left, and the way of those who have none of them. */
export function RecoverKeys({
  step,
  onStep,
  onNone,
  onExpired,
}: {
  readonly step: Extract<ResetStep, { kind: 'keys' }>;
  readonly onStep: (step: ResetStep) => void;
  readonly onNone: () => void;
  readonly onExpired: () => void;
}) {
  const words = useText().forgotPassword;
  const port = usePort();
  const { approval } = useSnapshot();
  const isApproved = approval?.state === 'approved';
  // A phone hands the keys over behind the port: where the reset stands now says that they are here.
  useEffect(() => {
    if (!isApproved) return;
    void port.forgotPassword.resume().then((now) => {
      if (now.ok && now.value !== undefined) onStep(now.value);
      else if (now.ok) onExpired();
    });
  }, [isApproved, port, onStep, onExpired]);

  return (
    <div className="flex flex-col gap-8">
      <GetKeyBack
        methods={step.methods}
        give={async (given) => {
          const opened = await port.forgotPassword.openWith(given);
          if (!opened.ok) {
            if (opened.code === 'ticket_expired') onExpired();
            return opened;
          }
          onStep(opened.value);
          return ok();
        }}
        phone={<AskPhone />}
      />
      <div className="flex flex-col items-start gap-2 border-line border-t pt-5">
        <Button onClick={onNone}>{words.none}</Button>
        <p className="text-ink-2 text-sm">{words.noneLead}</p>
      </div>
    </div>
  );
}
