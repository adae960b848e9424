import type { EntryDraft, EntryRef, OpenedEntry, WriteAnswer } from '@postern/client';
import { ok, type VaultId } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { type RefObject, useRef, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { type Task, useTask } from '../../use-task.ts';

export interface Conflict {
  readonly yours: EntryDraft;
  readonly theirs: OpenedEntry;
}

export interface EntryEditing {
  readonly task: Task;
  /** Whether what the form holds is settled, so that leaving it loses nothing. True before the page moves on. */
  readonly settled: RefObject<boolean>;
  readonly conflict: Conflict | undefined;
  readonly dropConflict: () => void;
  readonly add: (vault: VaultId, draft: EntryDraft) => Promise<void>;
  readonly edit: (entry: OpenedEntry, draft: EntryDraft) => Promise<void>;
  /** Your version on top of theirs; theirs stays in the entry's history as far as its password goes. */
  readonly keepYours: () => Promise<void>;
  readonly keepTheirs: () => void;
  readonly keepBoth: () => Promise<void>;
}

/** Stores what a form holds, and settles a conflict so that neither version is lost unless the person says so. */
export function useEntryEditing(onStored: (ref: EntryRef) => void): EntryEditing {
  const port = usePort();
  const text = useText();
  const toast = useToast();
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
        setConflict({ yours: draft, theirs: answer.theirs });
        return ok();
      }
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
      if (conflict !== undefined) await edit(conflict.theirs, conflict.yours);
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
