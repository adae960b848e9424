import { parseIpRange, type Refusal } from '@postern/core';
import { TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { endOfDayMs } from '../shared/days.ts';
import type { AddressEntry } from './parse-address-list.ts';

export interface AddAddressDialogProps {
  /** Whether the list counts, so that adding to it does something. */
  readonly isListOn: boolean;
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  readonly onClose: () => void;
  readonly onAdd: (entry: AddressEntry) => void;
}

/** Adds one address or network, with a label and a last day if wanted. */
export function AddAddressDialog({ isListOn, busy, refusal, onClose, onAdd }: AddAddressDialogProps) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [label, setLabel] = useState('');
  const [day, setDay] = useState('');
  const range = parseIpRange(typed.trim());
  const untilMs = day === '' ? null : endOfDayMs(day);
  const dayWrong = untilMs === undefined || (untilMs !== null && untilMs <= Date.now());
  const rangeWrong = typed.trim().length > 6 && range === undefined;
  const isReady = range !== undefined && !dayWrong && untilMs !== undefined;
  const foreseen = useImpact(
    isReady && isListOn
      ? { kind: 'addresses', add: [{ range, label: label.trim(), untilMs }], remove: [] }
      : undefined,
  );
  return (
    <ChangeDialog
      title={text.addresses.add}
      action={text.addresses.add}
      busy={busy}
      refusal={refusal}
      ready={isReady}
      onClose={onClose}
      onSubmit={() => {
        if (isReady) onAdd({ range, label: label.trim(), untilMs });
      }}
    >
      <TextField
        label={text.addresses.range}
        hint={text.addresses.rangeHint}
        error={rangeWrong ? text.addresses.problems.range : undefined}
        value={typed}
        onValueChange={setTyped}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        mono
        required
      />
      <TextField
        label={text.addresses.label}
        hint={text.addresses.labelHint}
        value={label}
        onValueChange={setLabel}
        autoComplete="off"
        maxLength={100}
      />
      <TextField
        label={text.addresses.until}
        hint={text.addresses.untilHint}
        error={dayWrong ? text.members.endPast : undefined}
        type="date"
        value={day}
        onValueChange={setDay}
      />
      <ImpactPanel foreseen={foreseen} />
    </ChangeDialog>
  );
}
