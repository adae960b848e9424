import type { EntryDraft, EntryRef, OpenedEntry, VaultFacts } from '@postern/client';
import { Notice, useText } from '@postern/ui';
import { useState } from 'react';
import { RefusalSentence } from '../../refusal-text.tsx';
import { EntryForm } from './entry-form.tsx';
import type { EntryEditing } from './use-entry-editing.ts';
import type { Opening } from './use-opened-entry.ts';

/**
 * The version an edit began with, for as long as the edit lasts: a newer one meets it as a conflict instead of replacing
 * it, and an entry that goes away meanwhile takes nothing that was typed along. INVARIANT: it is let go of with the edit.
 */
export function useBegunEdit(opening: Opening, isEditing: boolean): OpenedEntry | undefined {
  const [held, setHeld] = useState<OpenedEntry>();
  const begun = isEditing ? begunWith(opening, held) : undefined;
  if (begun !== held) setHeld(begun);
  return begun;
}

function begunWith(opening: Opening, held: OpenedEntry | undefined): OpenedEntry | undefined {
  if (opening.state === 'open') return held ?? opening.entry;
  return opening.state === 'refused' ? held : undefined;
}

/** Refusals that end by themselves: the entry is where it was, so that saving still means saving it. */
const passing: ReadonlySet<string> = new Set(['server_unreachable', 'offline_read_only', 'rate_limited']);

export interface EditFormProps {
  readonly begun: OpenedEntry;
  readonly opening: Opening;
  readonly editing: EntryEditing;
  readonly writable: readonly VaultFacts[];
  readonly onShow: (ref: EntryRef | undefined) => void;
}

/** The form over an entry. When the entry can no longer be saved where it was, what was typed becomes a new one. */
export function EditForm({ begun, opening, editing, writable, onShow }: EditFormProps) {
  const text = useText();
  const refusal = opening.state === 'refused' ? opening.refusal : undefined;
  const isLost = refusal !== undefined && !passing.has(refusal.code);
  const isClosed = !writable.some((vault) => vault.id === begun.vault);
  const saves = isLost || isClosed ? 'lost' : 'edit';
  return (
    <EntryForm
      saves={saves}
      heading={text.entryForm.editTitle(begun.title)}
      notice={
        (refusal !== undefined || isClosed) && (
          <Notice tone="need" urgent title={text.entryForm.lostTitle}>
            {refusal !== undefined && (
              <p>
                <RefusalSentence refusal={refusal} />
              </p>
            )}
            <p>{saves === 'lost' ? text.entryForm.lostLead : text.entryForm.waitLead}</p>
          </Notice>
        )
      }
      initial={draftOf(begun)}
      vault={begun.vault}
      vaults={writable}
      task={editing.task}
      settled={editing.settled}
      onSave={saves === 'lost' ? editing.add : (_, draft) => editing.edit(begun, draft)}
      onClose={() => onShow(saves === 'lost' ? undefined : begun)}
    />
  );
}

function draftOf(entry: OpenedEntry): EntryDraft {
  const { type, title, user, password, urls, notes, tags, folder, favourite, custom } = entry;
  return { type, title, user, password, urls, notes, tags, folder, favourite, custom };
}
