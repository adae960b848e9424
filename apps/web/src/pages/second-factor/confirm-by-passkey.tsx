import { ok } from '@postern/core';
import { Button, Notice, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { askForPasskey, hasPasskeys, type PasskeyFailure } from './passkey-ceremony.ts';

/**
 * The way past a question for the password by a passkey or security key, which shows by itself who touches it. Nothing
 * where the account has none or the browser cannot ask for it.
 */
export function ConfirmByPasskey({ onConfirmed }: { readonly onConfirmed: () => void }) {
  const text = useText().secondFactor;
  const port = usePort();
  const task = useTask();
  const [failure, setFailure] = useState<PasskeyFailure>();
  const { data: known } = useQuery({
    queryKey: ['second-factor', 'confirm'],
    queryFn: () => port.secondFactor.list(),
    gcTime: 0,
    staleTime: 0,
    throwOnError: true,
  });
  if (!known?.ok || !hasPasskeys()) return null;
  if (!known.value.factors.some(({ kind }) => kind === 'passkey')) return null;

  const confirm = async () => {
    setFailure(undefined);
    const confirmed = await task.run(async () => {
      const asked = await port.secondFactor.ask();
      if (!asked.ok) return asked;
      const { passkey } = asked.value;
      const used =
        passkey === undefined
          ? { ok: false as const, failure: 'unsupported' as const }
          : await askForPasskey(passkey);
      if (!used.ok) {
        setFailure(used.failure);
        return ok(false);
      }
      const given = await port.secondFactor.give({ kind: 'passkey', credential: used.credential });
      return given.ok ? ok(true) : given;
    });
    if (confirmed?.value === true) onConfirmed();
  };
  return (
    <div className="flex flex-col gap-3">
      <RefusalNotice refusal={task.refusal} />
      {failure !== undefined && (
        <Notice tone="need" urgent>
          {text.failures[failure]}
        </Notice>
      )}
      <p className="text-ink-2">{text.stepUp.passkey}</p>
      <Button
        className="self-start"
        busy={task.busy}
        icon={<Fingerprint size={16} aria-hidden="true" />}
        onClick={() => void confirm()}
      >
        {text.step.usePasskey}
      </Button>
    </div>
  );
}
