import { Field } from '@base-ui/react/field';
import type { ReactNode } from 'react';

/** The look of every text control. */
export const controlClass =
  'h-9 w-full min-w-0 rounded-lg border border-line-strong bg-surface px-3 text-base text-ink transition-colors hover:border-ink-3 focus:border-accent focus:outline-2 focus:outline-accent focus:-outline-offset-1 data-invalid:border-loss disabled:opacity-60';

export interface FieldFrameProps {
  readonly label: ReactNode;
  /** Says what is expected, before anything is wrong. */
  readonly hint?: ReactNode;
  /** Says what is wrong and how to mend it. */
  readonly error?: ReactNode;
  /** Something to the right of the label, such as "optional". */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** Label, control, hint and error of one field, tied together for assistive technology. */
export function FieldFrame({ label, hint, error, aside, children }: FieldFrameProps) {
  const wrong = error !== undefined && error !== false && error !== null;
  return (
    <Field.Root invalid={wrong} className="flex flex-col gap-1">
      <span className="flex items-baseline justify-between gap-3">
        <Field.Label className="font-medium text-sm">{label}</Field.Label>
        {aside !== undefined && <span className="text-ink-3 text-xs">{aside}</span>}
      </span>
      {children}
      {wrong && (
        <Field.Error match className="text-loss text-sm">
          {error}
        </Field.Error>
      )}
      {hint !== undefined && !wrong && (
        <Field.Description className="text-ink-2 text-sm">{hint}</Field.Description>
      )}
    </Field.Root>
  );
}
