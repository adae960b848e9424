import { type ReactNode, useMemo, useState } from 'react';
import { classNames } from './class-names.ts';
import { controlClass } from './field.tsx';
import { useText } from './text/use-text.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** The text the filter looks in; without it the column is not searched. */
  readonly searched?: (row: Row) => string;
  readonly align?: 'start' | 'end';
  /** The header is read aloud only. */
  readonly headerHidden?: boolean;
  /** Left out on narrow screens. */
  readonly wideOnly?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Shows the filter field; it says what can be typed. */
  readonly filterLabel?: string;
  readonly empty?: ReactNode;
}

/** The rows in which every word of the query occurs in some searched column, whatever the case or accents. */
export function filterRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  query: string,
): readonly Row[] {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = fold(columns.map((column) => column.searched?.(row) ?? '').join('\n'));
    return words.every((word) => text.includes(word));
  });
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** A table people can filter by typing. */
export function Table<Row>({ caption, columns, rows, rowKey, filterLabel, empty }: TableProps<Row>) {
  const text = useText();
  const [query, setQuery] = useState('');
  const shown = useMemo(() => filterRows(rows, columns, query), [rows, columns, query]);
  const cellClass = (column: Column<Row>) =>
    classNames(
      'px-2 py-2 align-top first:pl-0 last:pr-0',
      column.align === 'end' && 'text-right',
      column.wideOnly && 'max-md:hidden',
    );
  return (
    <div className="flex flex-col gap-3">
      {filterLabel !== undefined && rows.length > 0 && (
        <input
          type="search"
          aria-label={filterLabel}
          placeholder={filterLabel}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className={classNames(controlClass, 'max-w-sm')}
        />
      )}
      {shown.length === 0 && (empty ?? <p className="py-6 text-ink-2">{text.controls.nothingMatches}</p>)}
      {shown.length > 0 && (
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr className="border-line border-b text-left text-ink-3 text-xs">
              {columns.map((column) => (
                <th key={column.key} scope="col" className={classNames(cellClass(column), 'font-medium')}>
                  {column.headerHidden === true ? (
                    <span className="sr-only">{column.header}</span>
                  ) : (
                    column.header
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={rowKey(row)} className="border-line border-b">
                {columns.map((column) => (
                  <td key={column.key} className={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
