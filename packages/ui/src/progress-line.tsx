import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { useText } from './text/use-text.tsx';

export interface ProgressLineProps {
  /** What is going on, in the present tense. */
  readonly label: ReactNode;
  readonly done?: number;
  /** Absent while nobody knows how much there is. */
  readonly total?: number;
  readonly onStop?: () => void;
}

/** Work longer than half a second: what, how far, and a way to stop. */
export function ProgressLine({ label, done, total, onStop }: ProgressLineProps) {
  const text = useText();
  const known = done !== undefined && total !== undefined && total > 0;
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <div className="flex justify-between gap-4 text-sm">
          <span>{label}</span>
          {known && <span className="text-ink-2 tabular-nums">{text.controls.countOf(done, total)}</span>}
        </div>
        <progress
          aria-label={typeof label === 'string' ? label : text.controls.working}
          {...(known ? { value: done, max: total } : {})}
          className="sr-only"
        />
        <div aria-hidden="true" className="mt-1.5 h-1 overflow-hidden rounded-full bg-line">
          {known ? (
            <div
              className="h-full rounded-full bg-accent transition-[width]"
              style={{ width: `${(100 * done) / total}%` }}
            />
          ) : (
            <div className="slide-progress h-full w-1/3 rounded-full bg-accent" />
          )}
        </div>
      </div>
      {onStop !== undefined && (
        <Button size="small" onClick={onStop}>
          {text.controls.stop}
        </Button>
      )}
    </div>
  );
}
