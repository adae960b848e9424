import { Button, ProgressLine, TextField, useText } from '@postern/ui';
import { useState } from 'react';

const sixDigits = /^\d{6}$/;

/** Where the six digits of the other device are typed, once it shows them. */
export function TypeDigits({
  isReady,
  busy,
  onDigits,
}: {
  /** Both devices have shown what they were bound to. */
  readonly isReady: boolean;
  readonly busy: boolean;
  readonly onDigits: (digits: string) => void;
}) {
  const words = useText().phoneApp.request;
  const [typed, setTyped] = useState('');
  const digits = typed.replaceAll(/\s/g, '');
  if (!isReady) return <ProgressLine label={words.waitsForDigits} />;
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (sixDigits.test(digits) && !busy) onDigits(digits);
      }}
    >
      <h2 className="font-semibold">{words.digitsTitle}</h2>
      <TextField
        label={words.digits}
        hint={words.digitsLead}
        value={typed}
        onValueChange={setTyped}
        inputMode="numeric"
        autoComplete="off"
        maxLength={7}
        mono
        autoFocus
        className="max-w-40 tracking-widest"
      />
      <Button kind="primary" type="submit" busy={busy} disabled={!sixDigits.test(digits)}>
        {words.approveByDigits}
      </Button>
    </form>
  );
}
