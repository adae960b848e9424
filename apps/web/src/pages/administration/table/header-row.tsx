import { Checkbox, classNames, useText } from '@postern/ui';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { DataColumn } from './data-table.tsx';
import { asColumnHeader, asRow, asRowGroup } from './roles.ts';
import { nextSorting, type Sorting } from './sort-rows.ts';

export interface HeaderRowProps<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting | undefined) => void;
  readonly selection?: {
    readonly picked: number;
    readonly of: number;
    readonly onAll: (on: boolean) => void;
  };
}

/** Names of the columns, each the button that sorts by it. Cards on a phone name their own parts. */
export function HeaderRow<Row>({ columns, sorting, onSort, selection }: HeaderRowProps<Row>) {
  const text = useText();
  return (
    <div {...asRowGroup} className="max-md:hidden">
      <div
        {...asRow(1)}
        className="grid gap-x-3 border-line border-b pb-1.5 text-ink-3 text-xs md:grid-cols-(--columns)"
      >
        {selection !== undefined && (
          <div {...asColumnHeader()} className="pl-1">
            <Checkbox
              checked={selection.of > 0 && selection.picked === selection.of}
              partly={selection.picked > 0 && selection.picked < selection.of}
              disabled={selection.of === 0}
              onCheckedChange={selection.onAll}
            >
              <span className="sr-only">{text.dataTable.selectAll}</span>
            </Checkbox>
          </div>
        )}
        {columns.map((column) => {
          const down = sorting?.by === column.key ? sorting.down : undefined;
          const Arrow = down === true ? ArrowDown : ArrowUp;
          return (
            <div
              key={column.key}
              {...asColumnHeader(down)}
              className={classNames(
                'min-w-0 font-medium',
                column.align === 'end' && 'text-right',
                column.wideOnly && 'max-lg:hidden',
              )}
            >
              {column.headerHidden === true ? (
                <span className="sr-only">{column.header}</span>
              ) : column.sortedBy === undefined ? (
                column.header
              ) : (
                <button
                  type="button"
                  title={text.dataTable.sort(column.header)}
                  onClick={() => onSort(nextSorting(sorting, column.key))}
                  className={classNames(
                    'inline-flex items-center gap-1 rounded-sm hover:text-ink',
                    down !== undefined && 'text-ink',
                  )}
                >
                  {column.header}
                  {down !== undefined && <Arrow size={12} aria-hidden="true" />}
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
