import { Button, IconButton, useText } from '@postern/ui';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

export interface BulkBarProps {
  readonly count: number;
  readonly onClear: () => void;
  readonly onAll?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** What can be done with the selected rows; it stays in sight while the table scrolls. */
export function BulkBar({ count, onClear, onAll, children }: BulkBarProps) {
  const text = useText();
  return (
    <section
      data-bulk-bar=""
      aria-label={text.dataTable.bulk}
      className="sticky bottom-3 z-10 flex flex-wrap items-center gap-2 rounded-xl border border-line bg-raised p-2 shadow-lift"
    >
      <span role="status" className="pl-2 font-medium tabular-nums">
        {text.dataTable.selected(count)}
      </span>
      {onAll !== undefined && (
        <Button kind="quiet" size="small" onClick={onAll}>
          {text.dataTable.selectAll}
        </Button>
      )}
      <IconButton
        size="small"
        label={text.dataTable.clear}
        onClick={onClear}
        className="max-md:ml-auto md:order-last"
      >
        <X size={14} />
      </IconButton>
      <div className="flex flex-wrap gap-1.5 max-md:w-full md:ml-auto">{children}</div>
    </section>
  );
}
