import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type Pane = 'side' | 'list' | 'detail';

export interface PaneFrameProps {
  readonly side: ReactNode;
  readonly list: ReactNode;
  readonly detail: ReactNode;
  readonly labels: Readonly<Record<Pane, string>>;
  /** Which pane a phone shows; between phone and desk, `side` is folded away unless it is this one. */
  readonly current: Pane;
}

/** Three panes on a desk, two on a tablet, one on a phone. Each pane scrolls by itself. */
export function PaneFrame({ side, list, detail, labels, current }: PaneFrameProps) {
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={labels.side}
        className={classNames(
          'min-h-0 shrink-0 flex-col overflow-y-auto border-line lg:flex lg:w-56 lg:border-r',
          current === 'side' ? 'flex w-full md:w-56 md:border-r' : 'hidden',
        )}
      >
        {side}
      </nav>
      <section
        aria-label={labels.list}
        className={classNames(
          'relative min-h-0 min-w-0 flex-col border-line md:flex md:w-80 md:shrink-0 md:border-r xl:w-96',
          current === 'list' ? 'flex w-full' : 'hidden',
        )}
      >
        {list}
      </section>
      <section
        aria-label={labels.detail}
        className={classNames(
          'min-h-0 min-w-0 flex-1 flex-col overflow-y-auto md:flex',
          current === 'detail' ? 'flex' : 'hidden',
        )}
      >
        {detail}
      </section>
    </div>
  );
}
