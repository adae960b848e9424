import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: ReactNode;
  /** What belongs here and how to put it there. */
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet: says what would be, and offers the next step. */
export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-sm flex-col items-center gap-1 px-6 py-16 text-center">
      {icon !== undefined && <span className="mb-3 text-ink-3">{icon}</span>}
      <p className="font-semibold">{title}</p>
      <div className="text-ink-2">{children}</div>
      {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
