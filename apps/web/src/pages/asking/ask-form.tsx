import type { maxNoteLength as longestTaken } from '@postern/contract';
import { Button, TextArea, useText } from '@postern/ui';
import { useState } from 'react';

/** The longest note, in characters: what the server takes. */
const maxNoteLength: typeof longestTaken = 500;
/** So few left are worth counting. */
const fewLeft = 100;

export interface NoteFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly note: string;
  readonly onNote: (note: string) => void;
}

/** A few words of a person's own to somebody else. */
export function NoteField({ label, hint, note, onNote }: NoteFieldProps) {
  const { asking: text } = useText();
  const left = maxNoteLength - note.length;
  return (
    <TextArea
      label={label}
      hint={left <= fewLeft ? `${hint} ${text.noteLeft(left)}` : hint}
      rows={2}
      maxLength={maxNoteLength}
      value={note}
      onValueChange={onNote}
    />
  );
}

export interface AskFormProps {
  /** What stands on the button. */
  readonly words: string;
  readonly primary: boolean;
  readonly busy: boolean;
  readonly onAsk: (note: string) => void;
}

/** A note for whoever can help, and the button that sends it. */
export function AskForm({ words, primary, busy, onAsk }: AskFormProps) {
  const { asking: text } = useText();
  const [note, setNote] = useState('');
  return (
    <form
      className="mt-3 flex max-w-lg flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(note);
      }}
    >
      <NoteField label={text.note} hint={text.noteHint} note={note} onNote={setNote} />
      <Button kind={primary ? 'primary' : 'secondary'} type="submit" busy={busy} className="self-start">
        {words}
      </Button>
    </form>
  );
}
