import { Path, type PathStep } from '@postern/ui';
import type { ReactNode } from 'react';

export interface CentredProps {
  /** The arches opening as the person comes in. */
  readonly steps?: readonly PathStep[];
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A narrow page for one task: sign-in, sign-up, unlock. */
export function Centred({ steps, title, lead, children }: CentredProps) {
  return (
    <div className="mx-auto w-full max-w-sm px-4 py-10 sm:py-20">
      {steps !== undefined && (
        <div className="mb-7 -ml-3">
          <Path steps={steps} />
        </div>
      )}
      <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
      {lead !== undefined && <p className="mt-2 text-ink-2">{lead}</p>}
      <div className="mt-6">{children}</div>
    </div>
  );
}

/** The steps of a task as arches: those before `at` open, the one at `at` dim until it is done. */
export function stepsUntil(labels: readonly string[], done: number): PathStep[] {
  return labels.map((label, index) => ({ key: label, label, state: index < done ? 'open' : 'dim' }));
}
