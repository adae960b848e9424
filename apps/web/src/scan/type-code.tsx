import { Button, TextField, useText } from '@postern/ui';
import { useState } from 'react';

export interface TypeCodeProps {
  readonly label: string;
  readonly hint?: string;
  readonly busy: boolean;
  readonly onText: (text: string) => void;
}

/** A code that somebody types or pastes. The browser is told to remember and correct nothing of it. */
export function TypeCode({ label, hint, busy, onText }: TypeCodeProps) {
  const text = useText().scan;
  const [typed, setTyped] = useState('');
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '' && !busy) onText(typed);
      }}
    >
      <div className="w-full max-w-md">
        <TextField
          label={label}
          hint={hint}
          value={typed}
          onValueChange={setTyped}
          mono
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      </div>
      <Button type="submit" busy={busy} disabled={typed.trim() === ''}>
        {text.submit}
      </Button>
    </form>
  );
}
