import type { SecondFactorView } from '@postern/client';
import { ok } from '@postern/core';
import { Button, Notice, TextField, useText } from '@postern/ui';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { nameUserAgent } from '../account/user-agent.ts';
import { makePasskey, type PasskeyFailure } from './passkey-ceremony.ts';
import { useStepUp } from './step-up.tsx';

/** Has the device make a passkey, or takes a security key, and adds it. */
export function AddPasskey({ onAdded }: { readonly onAdded: (factor: SecondFactorView) => void }) {
  const text = useText().secondFactor;
  const port = usePort();
  const stepUp = useStepUp();
  const task = useTask();
  const [name, setName] = useState(() => text.passkey.defaultName(nameUserAgent(navigator.userAgent)));
  const [failure, setFailure] = useState<PasskeyFailure>();

  const submit = async () => {
    setFailure(undefined);
    const added = await task.run(async () => {
      const creation = await stepUp(() => port.secondFactor.beginPasskey());
      if (!creation.ok) return creation;
      const made = await makePasskey(creation.value);
      if (!made.ok) {
        setFailure(made.failure);
        return ok(undefined);
      }
      return stepUp(() => port.secondFactor.finishPasskey(name.trim(), made.credential));
    });
    if (added?.value !== undefined) onAdded(added.value);
  };

  return (
    <form
      className="flex flex-col gap-4"
      aria-label={text.passkey.title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RefusalNotice refusal={task.refusal} />
      {failure !== undefined && (
        <Notice tone="need" urgent>
          {text.failures[failure]}
        </Notice>
      )}
      <p className="text-ink-2">{text.passkey.lead}</p>
      <TextField
        label={text.name}
        hint={text.nameHint}
        value={name}
        onValueChange={setName}
        autoComplete="off"
        maxLength={60}
        required
        autoFocus
      />
      <Button
        kind="primary"
        type="submit"
        className="self-start"
        busy={task.busy}
        icon={<Fingerprint size={16} aria-hidden="true" />}
      >
        {text.passkey.submit}
      </Button>
    </form>
  );
}
