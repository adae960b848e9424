import type { Refusal } from '@postern/core';
import { TextArea, useText } from '@postern/ui';
import { useState } from 'react';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { type AddressEntry, parseAddressList } from './parse-address-list.ts';

export interface ImportDialogProps {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onImport: (entries: readonly AddressEntry[]) => void;
}

/** Adds many addresses at once from pasted lines; each line that is not understood is named with its number. */
export function ImportDialog({ busy, refusal, onClose, onImport }: ImportDialogProps) {
  const text = useText();
  const [pasted, setPasted] = useState('');
  const lines = parseAddressList(pasted, Date.now());
  const entries = lines.flatMap((line) => (line.ok ? [line.entry] : []));
  const wrong = lines.flatMap((line) => (line.ok ? [] : [line]));
  return (
    <ChangeDialog
      wide
      title={text.addresses.importTitle}
      lead={text.addresses.importLead}
      action={text.addresses.importSubmit(entries.length)}
      busy={busy}
      refusal={refusal}
      ready={entries.length > 0}
      onClose={onClose}
      onSubmit={() => onImport(entries)}
    >
      <TextArea
        label={text.addresses.importLabel}
        hint={<span className="whitespace-pre-line font-mono text-xs">{text.addresses.importExample}</span>}
        rows={8}
        mono
        value={pasted}
        onValueChange={setPasted}
      />
      {lines.length > 0 && (
        <p role="status" className="text-sm">
          <span className="font-medium">{text.addresses.importReady(entries.length)}</span>
          {wrong.length > 0 && (
            <span className="text-need"> · {text.addresses.importWrong(wrong.length)}</span>
          )}
        </p>
      )}
      {wrong.length > 0 && (
        <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto text-sm">
          {wrong.map(({ line, typed, problem }) => (
            <li key={line} className="break-words">
              {text.addresses.line(line)}: <code className="break-all text-xs">{typed}</code>{' '}
              <span className="text-ink-2">{text.addresses.problems[problem]}</span>
            </li>
          ))}
        </ul>
      )}
    </ChangeDialog>
  );
}
