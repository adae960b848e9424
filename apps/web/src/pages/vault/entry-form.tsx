import type { CustomField, EntryDraft, EntryType, VaultFacts } from '@postern/client';
import type { FolderId, VaultId } from '@postern/core';
import {
  Button,
  ConfirmDanger,
  IconButton,
  PasswordField,
  Select,
  StrengthMeter,
  TextArea,
  TextField,
  useHotkeys,
  useText,
} from '@postern/ui';
import { useBlocker } from '@tanstack/react-router';
import { Plus, WandSparkles, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { generatePassword } from '../../password/generate.ts';
import { roughStrength } from '../../password/rough-strength.ts';
import { RefusalNotice } from '../../refusal-text.tsx';
import type { Task } from '../../use-task.ts';
import { CustomFields } from './custom-fields.tsx';
import { vaultName } from './vault-name.ts';

export interface EntryFormProps {
  readonly heading: string;
  readonly initial: EntryDraft;
  readonly vault: VaultId | undefined;
  /** The vaults the entry may be added to; an entry being edited stays where it is. */
  readonly vaults: readonly VaultFacts[];
  /** A new entry, an entry where it is, or what was typed into one that is there no more, as a new one. */
  readonly saves: 'new' | 'edit' | 'lost';
  /** What happened meanwhile. */
  readonly notice?: ReactNode;
  readonly task: Task;
  /** True once what was typed may be let go of; the form sets it back when it opens. */
  readonly settled: RefObject<boolean>;
  readonly onSave: (vault: VaultId, draft: EntryDraft) => Promise<void>;
  readonly onClose: () => void;
}

/** Adds or edits an entry. Leaving with unsaved changes asks first, because nothing could bring them back. */
export function EntryForm({
  heading,
  initial,
  vault: firstVault,
  vaults,
  saves,
  notice,
  task,
  settled,
  onSave,
  onClose,
}: EntryFormProps) {
  const text = useText();
  const [draft, setDraft] = useState(initial);
  const [vault, setVault] = useState(firstVault);
  const [tags, setTags] = useState(initial.tags.join(', '));
  const [titleMissing, setTitleMissing] = useState(false);
  const titleField = useRef<HTMLInputElement>(null);
  const dirty = JSON.stringify(draft) !== JSON.stringify(initial) || tags !== initial.tags.join(', ');
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !settled.current,
    enableBeforeUnload: () => dirty && !settled.current,
    withResolver: true,
  });
  useHotkeys({ Escape: onClose });
  useEffect(() => {
    settled.current = false;
    titleField.current?.focus();
  }, [settled]);

  const set = <Name extends keyof EntryDraft>(name: Name, value: EntryDraft[Name]) =>
    setDraft({ ...draft, [name]: value });
  // Where the first choice is closed to the person, only their own vault is taken unasked: nobody else reads that one.
  const target =
    vaults.find((candidate) => candidate.id === vault) ??
    vaults.find((candidate) => candidate.kind === 'personal');
  const folders = target?.folders ?? [];
  const folder = folders.find((candidate) => candidate.id === draft.folder)?.id;
  const urls = draft.urls.length === 0 ? [''] : draft.urls;

  const save = async () => {
    if (draft.title.trim() === '') {
      setTitleMissing(true);
      titleField.current?.focus();
      return;
    }
    if (target === undefined) return;
    const cleaned: EntryDraft = {
      ...draft,
      folder,
      title: draft.title.trim(),
      urls: draft.urls.map((url) => url.trim()).filter(Boolean),
      tags: [
        ...new Set(
          tags
            .split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
        ),
      ],
    };
    await onSave(target.id, cleaned);
  };

  return (
    <form
      className="mx-auto flex w-full max-w-2xl flex-col gap-4 px-4 pt-5 pb-16 md:px-9 md:pt-7"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className="font-semibold text-xl tracking-tight">{heading}</h2>
      <RefusalNotice refusal={task.refusal} />
      {notice}
      {saves !== 'edit' && (
        <div className="grid gap-4 sm:grid-cols-2">
          {saves === 'new' && (
            <Select<EntryType>
              label={text.entryForm.type}
              value={draft.type}
              options={[
                { value: 'login', label: text.entry.types.login },
                { value: 'note', label: text.entry.types.note },
              ]}
              onValueChange={(type) => set('type', type)}
            />
          )}
          <Select<VaultId>
            label={text.entryForm.vault}
            value={target?.id}
            hint={target === undefined ? text.entryForm.noVault(vaults.length) : undefined}
            options={vaults.map((candidate) => ({
              value: candidate.id,
              label: vaultName(candidate, text),
            }))}
            onValueChange={(next) => {
              setVault(next);
              set('folder', undefined);
            }}
          />
        </div>
      )}
      <TextField
        ref={titleField}
        label={text.entryForm.title}
        value={draft.title}
        autoComplete="off"
        maxLength={200}
        onValueChange={(title) => {
          set('title', title);
          setTitleMissing(false);
        }}
        error={titleMissing && text.entryForm.titleMissing}
      />
      {draft.type === 'login' && (
        <>
          <TextField
            label={text.entryForm.user}
            value={draft.user}
            autoComplete="off"
            onValueChange={(user) => set('user', user)}
          />
          <PasswordField
            label={text.entryForm.password}
            value={draft.password}
            autoComplete="off"
            onValueChange={(password) => set('password', password)}
            actions={
              <IconButton
                size="small"
                label={text.entryForm.generate}
                onClick={() => set('password', generatePassword())}
              >
                <WandSparkles size={16} />
              </IconButton>
            }
            meter={draft.password !== '' && <StrengthMeter strength={roughStrength(draft.password)} />}
          />
          {urls.map((url, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a line being typed
            <div key={index} className="flex items-end gap-1">
              <div className="flex-1">
                <TextField
                  label={index === 0 ? text.entryForm.website : text.entry.websiteNumber(index + 1)}
                  placeholder={index === 0 ? text.entryForm.websiteHint : ''}
                  inputMode="url"
                  autoComplete="off"
                  value={url}
                  onValueChange={(value) => set('urls', urls.with(index, value))}
                />
              </div>
              {index > 0 && (
                <IconButton
                  label={text.entryForm.remove(text.entry.websiteNumber(index + 1))}
                  onClick={() => set('urls', urls.toSpliced(index, 1))}
                >
                  <X size={16} />
                </IconButton>
              )}
            </div>
          ))}
          <Button
            kind="quiet"
            size="small"
            className="self-start"
            icon={<Plus size={14} />}
            onClick={() => set('urls', [...urls, ''])}
          >
            {text.entryForm.addWebsite}
          </Button>
        </>
      )}
      <TextArea
        label={text.entryForm.notes}
        rows={draft.type === 'note' ? 10 : 3}
        value={draft.notes}
        onValueChange={(notes) => set('notes', notes)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={text.entryForm.tags}
          hint={text.entryForm.tagsHint}
          value={tags}
          autoComplete="off"
          onValueChange={setTags}
        />
        {folders.length > 0 && (
          <Select<FolderId | 'none'>
            label={text.entryForm.folder}
            value={folder ?? 'none'}
            options={[
              { value: 'none', label: text.entryForm.noFolder },
              ...folders.map((folder) => ({ value: folder.id, label: folder.name })),
            ]}
            onValueChange={(folder) => set('folder', folder === 'none' ? undefined : folder)}
          />
        )}
      </div>
      <CustomFields
        fields={draft.custom}
        onChange={(custom: readonly CustomField[]) => set('custom', custom)}
      />
      <div className="sticky bottom-0 -mx-4 flex gap-2 border-line border-t bg-ground px-4 py-3 md:-mx-9 md:px-9">
        <Button kind="primary" type="submit" busy={task.busy} disabled={target === undefined}>
          {text.entryForm.save}
        </Button>
        <Button onClick={onClose}>{text.controls.cancel}</Button>
      </div>
      <ConfirmDanger
        open={blocker.status === 'blocked'}
        onOpenChange={(open) => !open && blocker.reset?.()}
        title={text.entryForm.discardTitle}
        consequence={text.entryForm.discardLead}
        action={text.entryForm.discard}
        onConfirm={() => blocker.proceed?.()}
      />
    </form>
  );
}
