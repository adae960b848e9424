import type { MemberView } from '@postern/client';
import { Button, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { ChangeDialog } from '../shared/change-dialog.tsx';
import { dayTextIn, dayTextOf, endOfDayMs } from '../shared/days.ts';

export interface EndDialogProps {
  readonly members: readonly MemberView[];
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onSet: (endsAtMs: number | null) => void;
}

const offeredDays = [7, 30, 90, 365];

/** Sets the last day of one or many memberships, or none. */
export function EndDialog({ members, busy, onClose, onSet }: EndDialogProps) {
  const text = useText();
  const [only] = members;
  const [day, setDay] = useState(members.length === 1 ? dayTextOf(only?.endsAtMs) : '');
  const endsAtMs = day === '' ? null : endOfDayMs(day);
  const wrong = endsAtMs === undefined || (endsAtMs !== null && endsAtMs <= Date.now());
  return (
    <ChangeDialog
      title={text.members.endTitle(members.length)}
      lead={text.members.endLead}
      busy={busy}
      ready={!wrong}
      onClose={onClose}
      onSubmit={() => endsAtMs !== undefined && onSet(endsAtMs)}
    >
      <TextField
        label={text.members.endDay}
        type="date"
        value={day}
        onValueChange={setDay}
        error={wrong ? text.members.endPast : undefined}
      />
      <div className="flex flex-wrap gap-1.5">
        <Button size="small" onClick={() => setDay('')}>
          {text.members.endNever}
        </Button>
        {offeredDays.map((days) => (
          <Button key={days} size="small" onClick={() => setDay(dayTextIn(days, Date.now()))}>
            {text.members.endIn(days)}
          </Button>
        ))}
      </div>
    </ChangeDialog>
  );
}
