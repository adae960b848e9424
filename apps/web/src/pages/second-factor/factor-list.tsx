import type { SecondFactorView } from '@postern/client';
import {
  Button,
  ConfirmDanger,
  Dialog,
  IconButton,
  Menu,
  MenuItem,
  sayWhen,
  Tag,
  TextField,
  useText,
  useToast,
} from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { factorIcons } from './set-up-second-factor.tsx';
import { useStepUp } from './step-up.tsx';

/** The account's second factors by name, with when each was last used. */
export function FactorList({ factors }: { readonly factors: readonly SecondFactorView[] }) {
  const text = useText();
  const [renamed, setRenamed] = useState<SecondFactorView>();
  const [removed, setRemoved] = useState<SecondFactorView>();
  const words = text.secondFactor;
  return (
    <>
      <ul aria-label={words.yours} className="border-line border-t">
        {factors.map((factor) => {
          const name = nameOf(factor, words.names[factor.kind]);
          const nowMs = Date.now();
          return (
            <li key={factor.factor} className="flex items-start gap-3 border-line border-b py-3">
              <span className="mt-0.5 text-ink-3">{factorIcons[factor.kind]}</span>
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  <span className="break-words">{name}</span>
                  <Tag tone={factor.kind === 'mail' ? 'need' : 'plain'}>{words.strengths[factor.kind]}</Tag>
                </p>
                <p className="text-ink-2 text-sm">
                  {[
                    ...(name === words.names[factor.kind] ? [] : [words.names[factor.kind]]),
                    words.added(sayWhen(factor.createdAtMs, nowMs, text)),
                    factor.lastUsedAtMs === undefined
                      ? words.neverUsed
                      : words.lastUsed(sayWhen(factor.lastUsedAtMs, nowMs, text)),
                  ].join(' · ')}
                </p>
              </div>
              <Menu
                trigger={
                  <IconButton label={words.actions(name)}>
                    <Ellipsis size={16} aria-hidden="true" />
                  </IconButton>
                }
              >
                {factor.kind !== 'mail' && (
                  <MenuItem icon={<Pencil size={16} />} onSelect={() => setRenamed(factor)}>
                    {words.rename}
                  </MenuItem>
                )}
                <MenuItem danger icon={<Trash2 size={16} />} onSelect={() => setRemoved(factor)}>
                  {words.remove}
                </MenuItem>
              </Menu>
            </li>
          );
        })}
      </ul>
      {renamed !== undefined && <RenameFactor factor={renamed} onClose={() => setRenamed(undefined)} />}
      {removed !== undefined && (
        <RemoveFactor factor={removed} isLast={factors.length === 1} onClose={() => setRemoved(undefined)} />
      )}
    </>
  );
}

function nameOf({ name }: SecondFactorView, kindName: string): string {
  return name === '' ? kindName : name;
}

function RenameFactor({
  factor,
  onClose,
}: {
  readonly factor: SecondFactorView;
  readonly onClose: () => void;
}) {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const queries = useQueryClient();
  const task = useTask();
  const form = useId();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(factor.name);
  const submit = async () => {
    if ((await task.run(() => port.secondFactor.rename(factor.factor, name.trim()))) === undefined) return;
    onClose();
    toast({ message: text.secondFactor.renamed });
    await queries.invalidateQueries({ queryKey: ['second-factors'] });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.secondFactor.renameTitle}
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>{text.controls.cancel}</Button>
          <Button kind="primary" type="submit" form={form} busy={task.busy} disabled={name.trim() === ''}>
            {text.secondFactor.rename}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RefusalNotice refusal={task.refusal} />
        <TextField
          ref={field}
          label={text.secondFactor.name}
          value={name}
          onValueChange={setName}
          autoComplete="off"
          maxLength={60}
          required
        />
      </form>
    </Dialog>
  );
}

function RemoveFactor({
  factor,
  isLast,
  onClose,
}: {
  readonly factor: SecondFactorView;
  readonly isLast: boolean;
  readonly onClose: () => void;
}) {
  const text = useText().secondFactor;
  const port = usePort();
  const toast = useToast();
  const queries = useQueryClient();
  const stepUp = useStepUp();
  const task = useTask();
  const remove = async () => {
    const gone = await task.run(() => stepUp(() => port.secondFactor.remove(factor.factor)));
    if (gone === undefined) return;
    onClose();
    toast({ message: text.removed });
    await queries.invalidateQueries({ queryKey: ['second-factors'] });
  };
  return (
    <ConfirmDanger
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.removeTitle(nameOf(factor, text.names[factor.kind]))}
      consequence={isLast ? text.removeLast : text.removeLead}
      action={text.remove}
      busy={task.busy}
      onConfirm={() => void remove()}
    >
      <RefusalNotice refusal={task.refusal} />
    </ConfirmDanger>
  );
}
