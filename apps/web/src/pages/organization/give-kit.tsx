import type { Refusal } from '@postern/core';
import { Button, TextField, useText } from '@postern/ui';
import { useRef, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-text.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';

export interface GiveKitProps {
  /** A code that is well-formed, or what a kit's QR code or PDF says. */
  readonly onText: (text: string) => void;
  readonly busy?: boolean;
  /** Something else is what the page is for just now. */
  readonly isAside?: boolean;
}

/**
 * Takes the recovery code: scanned, from the PDF, or typed. INVARIANT: nothing that a server says stands here, and what is
 * typed or read goes to the client on this device alone. A mistyped group is told while one types.
 */
export function GiveKit({ onText, busy = false, isAside = false }: GiveKitProps) {
  const words = useText().giveKit;
  const port = usePort();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<Refusal>();
  const [scanned, setScanned] = useState<Refusal>();
  const newest = useRef('');

  const check = async (text: string): Promise<Refusal | undefined> => {
    const checked = await port.account.checkRecoveryCode(text);
    return checked.ok ? undefined : checked;
  };
  const change = (text: string) => {
    setTyped(text);
    newest.current = text;
    void check(text).then((refusal) => {
      // What is only too short is still being typed.
      const told = refusal?.code === 'recovery_code_length' ? undefined : refusal;
      if (newest.current === text) setWrong(text.trim() === '' ? undefined : told);
    });
  };
  const submit = async () => {
    const refusal = await check(typed);
    setWrong(refusal);
    if (refusal === undefined) onText(typed);
  };
  const take = async (text: string) => {
    const refusal = await check(text);
    setScanned(refusal);
    if (refusal === undefined) onText(text);
  };

  return (
    <div className="flex max-w-xl flex-col gap-6">
      <form
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <div className="w-full">
          <TextField
            label={words.label}
            hint={words.hint}
            error={wrong === undefined ? undefined : refusalSentence(wrong)}
            value={typed}
            onValueChange={change}
            mono
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="characters"
            spellCheck={false}
            required
            autoFocus
          />
        </div>
        <Button kind={isAside ? 'secondary' : 'primary'} type="submit" busy={busy}>
          {words.submit}
        </Button>
      </form>
      <div className="border-line border-t pt-5">
        <p className="mb-3 font-medium">{words.or}</p>
        <ScanCode onText={(text) => void take(text)} busy={busy} />
        {scanned !== undefined && (
          <p role="alert" className="mt-3 text-loss">
            {words.notKit}
          </p>
        )}
      </div>
    </div>
  );
}
