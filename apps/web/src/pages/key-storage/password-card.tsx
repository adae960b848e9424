import type { KeyMethodView } from '@postern/client';
import { Button, Dialog, PasswordField, Section, useText, useToast } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { useStepUp } from '../second-factor/step-up.tsx';
import { MethodLine } from './method-line.tsx';
import { MethodTitle } from './method-title.tsx';
import { RemoveMethod } from './remove-method.tsx';

/** The password as a way to the keys. It signs in either way. */
export function PasswordCard({
  method,
  canRemove,
  onRemoved,
}: {
  readonly method: KeyMethodView | undefined;
  /** There is another way. */
  readonly canRemove: boolean;
  readonly onRemoved: () => void;
}) {
  const words = useText().keyStorage;
  const [asked, setAsked] = useState<'add' | 'remove'>();
  const close = () => setAsked(undefined);
  return (
    <Section
      title={<MethodTitle name={words.password.title} isOn={method !== undefined} />}
      lead={method === undefined ? words.password.offLead : words.password.lead}
      aside={
        method === undefined ? (
          <Button onClick={() => setAsked('add')}>{words.password.add}</Button>
        ) : (
          canRemove && (
            <Button aria-label={words.removeLabel(words.password.title)} onClick={() => setAsked('remove')}>
              {words.remove}
            </Button>
          )
        )
      }
    >
      {method !== undefined && <MethodLine method={method} />}
      {asked === 'add' && <KeepUnderPassword onClose={close} />}
      {asked === 'remove' && method !== undefined && (
        <RemoveMethod
          method={method}
          title={words.password.removeTitle}
          lead={words.password.removeLead}
          onClose={close}
          onRemoved={onRemoved}
        />
      )}
    </Section>
  );
}

function KeepUnderPassword({ onClose }: { readonly onClose: () => void }) {
  const text = useText();
  const words = text.keyStorage;
  const port = usePort();
  const stepUp = useStepUp();
  const queries = useQueryClient();
  const toast = useToast();
  const task = useTask();
  const form = useId();
  const [password, setPassword] = useState('');
  const add = async () => {
    if ((await task.run(() => stepUp(() => port.keyStorage.addPassword(password)))) === undefined) return;
    onClose();
    toast({ message: words.password.added });
    await queries.invalidateQueries({ queryKey: ['key-storage'] });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.password.add}
      description={words.password.lead}
      footer={
        <>
          <Button onClick={onClose}>{text.controls.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={task.busy}>
            {words.password.add}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <PasswordField
          label={words.yourPassword}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onValueChange={setPassword}
        />
      </form>
    </Dialog>
  );
}
