import type { EntryDraft, EntryRef, OpenedEntry, WriteAnswer } from '@postern/client';
import { ok, type VaultId } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { type RefObject, useRef, useState } from 'react';
import { useOpenOrganization, usePort } from '../../port-context.tsx';
import { type Task, useTask } from '../../use-task.ts';
import { type Difference, differencesBetween } from './conflict-differences.ts';

export interface Conflict {
  readonly yours: EntryDraft;
  readonly theirs: OpenedEntry;
  readonly differences: readonly Difference[];
}

export interface EntryEditing {
  readonly task: Task;
  /** Whether what the form holds is settled, so that leaving it loses nothing. True before the page moves on. */
  readonly settled: RefObject<boolean>;
  readonly conflict: Conflict | undefined;
  readonly dropConflict: () => void;
  readonly add: (vault: VaultId, draft: EntryDraft) => Promise<void>;
  readonly edit: (entry: OpenedEntry, draft: EntryDraft) => Promise<void>;
  /** Your version on top of theirs, out of the trash again; of theirs a replaced password stays in the history. */
  readonly keepYours: () => Promise<void>;
  readonly keepTheirs: () => void;
  readonly keepBoth: () => Promise<void>;
}

/** Stores what a form holds, and settles a conflict so that neither version is lost unless the person says so. */
export function useEntryEditing(onStored: (ref: EntryRef) => void): EntryEditing {
  const port = usePort();
  const text = useText();
  const toast = useToast();
  const { vaults } = useOpenOrganization();
  const task = useTask();
  const settled = useRef(false);
  const [conflict, setConflict] = useState<Conflict>();

  const leaveFor = (ref: EntryRef) => {
    settled.current = true;
    setConflict(undefined);
    onStored(ref);
  };
  const write = async (
    draft: EntryDraft,
    operation: () => Promise<WriteAnswer>,
    said: string,
  ): Promise<void> => {
    await task.run(async () => {
      const answer = await operation();
      if (answer.ok) {
        toast({ message: said });
        leaveFor(answer.value);
        return ok();
      }
      if ('theirs' in answer) {
        const { theirs } = answer;
        const folders = vaults.find(({ id }) => id === theirs.vault)?.folders ?? [];
        const differences = differencesBetween(draft, theirs, folders, text);
        // Both wrote the same: there is nothing to choose.
        if (differences.length === 0) {
          toast({ message: said });
          leaveFor(theirs);
        } else setConflict({ yours: draft, theirs, differences });
        return ok();
      }
      // What was refused is said in the form, which a dialog would cover.
      setConflict(undefined);
      return answer;
    });
  };

  const edit = (entry: OpenedEntry, draft: EntryDraft) =>
    write(draft, () => port.vault.editEntry(entry, entry.revision, draft), text.entryForm.saved(draft.title));
  const add = (vault: VaultId, draft: EntryDraft) =>
    write(draft, () => port.vault.addEntry(vault, draft), text.entryForm.added(draft.title));

  return {
    task,
    settled,
    conflict,
    dropConflict: () => setConflict(undefined),
    add,
    edit,
    keepYours: async () => {
      if (conflict === undefined) return;
      const { yours, theirs } = conflict;
      const store = async (): Promise<WriteAnswer> => {
        const stored = await port.vault.editEntry(theirs, theirs.revision, yours);
        if (!stored.ok || theirs.trashedAtMs === undefined) return stored;
        const restored = await port.vault.restoreEntry(theirs);
        return restored.ok ? stored : restored;
      };
      await write(yours, store, text.entryForm.saved(yours.title));
    },
    keepTheirs: () => {
      if (conflict !== undefined) leaveFor(conflict.theirs);
    },
    keepBoth: async () => {
      if (conflict === undefined) return;
      const { yours, theirs } = conflict;
      const copy = { ...yours, title: text.conflict.copyOf(yours.title) };
      await write(copy, () => port.vault.addEntry(theirs.vault, copy), text.conflict.keptBoth);
    },
  };
}
