import { type Bytes, ok } from '@postern/core';
import { Button, Notice, TextField, useText, useToast } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { nameUserAgent } from '../account/user-agent.ts';
import { useStepUp } from '../second-factor/step-up.tsx';
import { askPasskeyForKey, type KeyFailure, type MadeKeyPasskey, makeKeyPasskey } from './passkey-key.ts';

/** Has the device make a passkey and adds the key that it holds. */
export function AddKeyPasskey({ onDone }: { readonly onDone: () => void }) {
  const text = useText();
  const words = text.keyStorage.passkey;
  const port = usePort();
  const { account } = useSnapshot();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const toast = useToast();
  const task = useTask();
  const [name, setName] = useState(() => words.defaultName(nameUserAgent(navigator.userAgent)));
  const [failure, setFailure] = useState<KeyFailure>();
  /** Made, and its key is still to come: some passkeys give it only when they are used. */
  const [made, setMade] = useState<MadeKeyPasskey>();

  const add = async () => {
    setFailure(undefined);
    const added = await task.run(async () => {
      let passkey = made;
      if (passkey === undefined) {
        const outcome = await makeKeyPasskey(account?.email ?? '');
        if (!outcome.ok) {
          setFailure(outcome.failure);
          return ok(false);
        }
        passkey = outcome.value;
        setMade(passkey);
      }
      const prf = passkey.prf ?? (await keyOf(passkey));
      if (prf === undefined) return ok(false);
      const { credential } = passkey;
      const stored = await stepUp(() => port.keyStorage.addPasskey({ label: name.trim(), prf, credential }));
      return stored.ok ? ok(true) : stored;
    });
    if (added?.value !== true) return;
    onDone();
    toast({ message: words.added });
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  const keyOf = async ({ credential }: MadeKeyPasskey): Promise<Bytes | undefined> => {
    const outcome = await askPasskeyForKey([{ id: credential.id, transports: [...credential.transports] }]);
    if (outcome.ok) return outcome.value;
    setFailure(outcome.failure);
    if (outcome.failure === 'no_key') setMade(undefined);
    return undefined;
  };

  return (
    <form
      className="mt-4 flex flex-col gap-4"
      aria-label={words.add}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <RefusalNotice refusal={task.refusal} />
      {failure !== undefined && (
        <Notice tone="need" urgent>
          {failure === 'no_key' ? words.noKey : text.secondFactor.failures[failure]}
        </Notice>
      )}
      {made !== undefined && failure !== undefined && <p className="text-ink-2">{words.againLead}</p>}
      <div className="max-w-md">
        <TextField
          label={words.name}
          hint={words.nameHint}
          value={name}
          onValueChange={setName}
          autoComplete="off"
          maxLength={60}
          required
          autoFocus
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" type="submit" busy={task.busy}>
          {made === undefined ? words.submit : words.again}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {text.controls.cancel}
        </Button>
      </div>
    </form>
  );
}
