import type { KeysReplaced } from '@postern/client';
import { ConfirmDanger, Notice, PasswordField, useText } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice, RefusalSentence } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { useStepUp } from '../second-factor/step-up.tsx';

/** Puts new keys in the place of the account's, once the person has read what that does and typed the password. */
export function ReplaceKeys({
  onClose,
  onReplaced,
}: {
  readonly onClose: () => void;
  readonly onReplaced: (replaced: KeysReplaced) => void;
}) {
  const text = useText().keyStorage;
  const words = text.replace;
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const task = useTask();
  const [password, setPassword] = useState('');
  const replace = async () => {
    const replaced = await task.run(() => stepUp(() => port.keyStorage.replaceKeys(password)));
    if (replaced === undefined) return;
    onReplaced(replaced.value);
    onClose();
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  return (
    <ConfirmDanger
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.question}
      consequence={`${words.consequence} ${text.ends}`}
      action={words.action}
      busy={task.busy}
      onConfirm={() => void replace()}
    >
      <RefusalNotice refusal={task.refusal} />
      <PasswordField
        label={text.yourPassword}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onValueChange={setPassword}
      />
    </ConfirmDanger>
  );
}

/** What came of it, and which organizations go on with the keys of before for now. */
export function KeysWereReplaced({ replaced }: { readonly replaced: KeysReplaced }) {
  const words = useText().keyStorage.replace;
  const waiting = replaced.organizations.flatMap(({ address, code }) =>
    code === undefined ? [] : [{ address, refusal: { ok: false as const, code } }],
  );
  return (
    <Notice tone={waiting.length > 0 ? 'need' : 'in'} title={words.done}>
      <p>{words.next}</p>
      {waiting.length > 0 && (
        <>
          <p>{words.waiting}</p>
          <ul>
            {waiting.map(({ address, refusal }) => (
              <li key={address}>
                {address}: <RefusalSentence refusal={refusal} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
