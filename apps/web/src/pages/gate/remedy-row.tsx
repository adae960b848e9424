import type { Remedy } from '@postern/access';
import type { ReactNode } from 'react';

/** One thing the person can do: its words, a button where it has one, and what opens below. */
export function RemedyRow({
  remedy,
  action,
  children,
}: {
  /** Without an explanation where what is below says it. */
  readonly remedy: Pick<Remedy, 'label'> & Partial<Pick<Remedy, 'explanation'>>;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <li className="border-line border-b py-4">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-semibold">{remedy.label}</p>
          {remedy.explanation !== undefined && <p className="text-ink-2">{remedy.explanation}</p>}
        </div>
        {action}
      </div>
      {children}
    </li>
  );
}

/** A fact of the denial that has to reach somebody else, with its copy button. */
export function FactToCopy({
  label,
  fact,
  copy,
}: {
  readonly label: string;
  readonly fact: string;
  readonly copy: ReactNode;
}) {
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="min-w-0">
        <span className="text-ink-2">{label}: </span>
        <span className="break-all font-medium font-mono">{fact}</span>
      </span>
      {copy}
    </p>
  );
}
