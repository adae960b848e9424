import type { EntryRef, OpenedEntry } from '@postern/client';
import type { Refusal, Result } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { usePort } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-text.tsx';
import { copyForAWhile } from './clipboard.ts';
import { safeWebUrl } from './web-url.ts';

/** What can be done with the open entry, by button or by key. */
export interface EntryActions {
  readonly edit: () => void;
  readonly move: () => void;
  readonly toggleFavourite: () => void;
  readonly trash: () => void;
  readonly restore: () => void;
  readonly purge: () => void;
  readonly copyUser: () => void;
  readonly copyPassword: () => void;
  readonly openWebsite: () => void;
}

export interface EntryActionsOptions {
  readonly entry: OpenedEntry | undefined;
  readonly onEdit: () => void;
  readonly onMove: () => void;
  readonly onPurge: () => void;
  /** The entry has left the list. */
  readonly onGone: () => void;
  readonly onBack: (ref: EntryRef) => void;
}

/** Actions on the open entry. What can be undone happens at once and offers undo; refusals are said as toasts. */
export function useEntryActions({
  entry,
  onEdit,
  onMove,
  onPurge,
  onGone,
  onBack,
}: EntryActionsOptions): EntryActions {
  const port = usePort();
  const text = useText();
  const toast = useToast();

  const refused = (refusal: Refusal) => toast({ message: refusalSentence(refusal), tone: 'loss' });
  const attempt = async (operation: Promise<Result<unknown>>, then: () => void) => {
    const result = await operation;
    if (result.ok) then();
    else refused(result);
  };
  const copy = async (value: string | undefined, said: (seconds: number) => string) => {
    if (value === undefined || value === '') return toast({ message: text.entry.nothingToCopy });
    const copied = await copyForAWhile(value);
    toast(
      copied === undefined
        ? { message: text.entry.copyFailed, tone: 'loss' }
        : { message: said(copied.keptForSeconds) },
    );
  };
  const withEntry = (act: (entry: OpenedEntry) => void) => () => {
    if (entry !== undefined) act(entry);
  };

  return {
    edit: onEdit,
    move: onMove,
    purge: onPurge,
    toggleFavourite: withEntry(
      (open) => void attempt(port.vault.setFavourite(open, !open.favourite), () => {}),
    ),
    trash: withEntry((open) => {
      onGone();
      void attempt(port.vault.trashEntry(open), () =>
        toast({
          message: text.entry.trashed(open.title),
          undo: () => void attempt(port.vault.restoreEntry(open), () => onBack(open)),
        }),
      );
    }),
    restore: withEntry((open) => {
      onGone();
      void attempt(port.vault.restoreEntry(open), () => toast({ message: text.entry.restored(open.title) }));
    }),
    copyUser: () => void copy(entry?.user, text.entry.copiedUser),
    copyPassword: () => void copy(entry?.password, text.entry.copiedPassword),
    openWebsite: withEntry((open) => {
      const url = safeWebUrl(open.urls[0] ?? '');
      if (url === undefined) toast({ message: text.entry.nothingToCopy });
      else window.open(url.href, '_blank', 'noopener,noreferrer');
    }),
  };
}
