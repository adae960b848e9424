import { Button, useText } from '@postern/ui';
import { isSureToFail, sayAction } from './say-impact.ts';
import type { Foreseen } from './use-impact.ts';

export interface DraftButtonsProps {
  readonly foreseen: Foreseen;
  readonly busy: boolean;
  readonly disabled?: boolean;
  /** Where the form around it does not submit. */
  readonly onSave?: () => void;
  readonly onDiscard: () => void;
}

/** Saves or discards a value that is changed; says so where saving refuses somebody. */
export function DraftButtons({ foreseen, busy, disabled = false, onSave, onDiscard }: DraftButtonsProps) {
  const text = useText();
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        kind="primary"
        busy={busy}
        disabled={disabled || isSureToFail(foreseen)}
        {...(onSave === undefined ? { type: 'submit' } : { onClick: onSave })}
      >
        {sayAction(foreseen, text)}
      </Button>
      <Button onClick={onDiscard}>{text.administration.discard}</Button>
    </div>
  );
}
