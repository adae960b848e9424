import { Checkbox, type Column, classNames, controlClass, filterRows, useText } from '@postern/ui';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { BulkBar } from './bulk-bar.tsx';
import { type Facet, Facets } from './facets.tsx';
import { HeaderRow } from './header-row.tsx';
import { asCell, asRow, asRowGroup, asTable } from './roles.ts';
import { type Sorting, type SortValue, sortRows } from './sort-rows.ts';
import { useKept } from './use-kept.ts';

export interface DataColumn<Row> extends Column<Row> {
  /** Its share of the table's width, as a track of a CSS grid. */
  readonly width: string;
  /** Makes the column sortable. */
  readonly sortedBy?: (row: Row) => SortValue;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowName: (row: Row) => string;
  /** Of the field that filters by typing; without it the page has filters of its own. */
  readonly filterLabel?: string;
  readonly facets?: readonly Facet<Row>[];
  /** Buttons for the selected rows; without it nothing can be selected. */
  readonly bulk?: (selected: readonly Row[], clear: () => void) => ReactNode;
  readonly selectable?: (row: Row) => boolean;
  readonly empty: ReactNode;
  /** Beside the filter. */
  readonly actions?: ReactNode;
}

/** From here on only the rows in sight are in the document. */
const virtualFrom = 120;
const estimatedRowPx = 45;

/**
 * A table to work with: filter by typing, sort, select, act on many. On a phone each row is a card. However many rows
 * there are, what is drawn fits the screen.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowKey, rowName, filterLabel, facets = [], bulk, empty, actions } = props;
  const text = useText();
  const [query, setQuery] = useKept(`filter of ${caption}`, '');
  const [facetKey, setFacet] = useKept<string | undefined>(`facet of ${caption}`, undefined);
  const [sorting, setSorting] = useKept<Sorting | undefined>(`order of ${caption}`, undefined);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());

  const facet = facets.find((one) => one.key === facetKey);
  const shown = useMemo(() => {
    const found = filterRows(facet === undefined ? rows : rows.filter(facet.matches), columns, query);
    const by = columns.find((column) => column.key === sorting?.by)?.sortedBy;
    return by === undefined || sorting === undefined ? found : sortRows(found, by, sorting.down, text.locale);
  }, [rows, columns, query, facet, sorting, text.locale]);
  const mayPick = (row: Row) => bulk !== undefined && (props.selectable?.(row) ?? true);
  const pickable = shown.filter(mayPick);
  const selected = rows.filter((row) => picked.has(rowKey(row)) && mayPick(row));
  const pickAll = (on: boolean) => setPicked(new Set(on ? pickable.map(rowKey) : []));
  const pick = (row: Row, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(rowKey(row));
    else next.delete(rowKey(row));
    setPicked(next);
  };
  const template = [
    ...(bulk === undefined ? [] : ['1.75rem']),
    ...columns.map((column) => column.width),
  ].join(' ');

  if (rows.length === 0) return empty;
  return (
    <div className="flex flex-col gap-3">
      {filterLabel !== undefined && (
        <div className="flex flex-wrap items-center gap-2">
          <input
            type="search"
            aria-label={filterLabel}
            placeholder={filterLabel}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            className={classNames(controlClass, 'max-w-sm flex-1 basis-56')}
          />
          <span role="status" className="text-ink-2 text-sm tabular-nums">
            {text.dataTable.count(shown.length, rows.length)}
          </span>
          {actions !== undefined && <div className="ml-auto flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      <Facets facets={facets} rows={rows} current={facet?.key} onPick={setFacet} />
      <div
        {...asTable(caption, shown.length + 1)}
        className="text-sm"
        style={{ '--columns': template } as React.CSSProperties}
      >
        <HeaderRow
          columns={columns}
          sorting={sorting}
          onSort={setSorting}
          {...(bulk === undefined
            ? {}
            : { selection: { picked: selected.length, of: pickable.length, onAll: pickAll } })}
        />
        <Rows
          rows={shown}
          columns={columns}
          rowKey={rowKey}
          picking={bulk !== undefined}
          check={(row) =>
            mayPick(row) && (
              <Checkbox checked={picked.has(rowKey(row))} onCheckedChange={(on) => pick(row, on)}>
                <span className="sr-only">{text.dataTable.select(rowName(row))}</span>
              </Checkbox>
            )
          }
        />
      </div>
      {shown.length === 0 && <p className="py-6 text-ink-2">{text.controls.nothingMatches}</p>}
      {bulk !== undefined && selected.length > 0 && (
        <BulkBar
          count={selected.length}
          onClear={() => pickAll(false)}
          onAll={selected.length < pickable.length ? () => pickAll(true) : undefined}
        >
          {bulk(selected, () => pickAll(false))}
        </BulkBar>
      )}
    </div>
  );
}

interface RowsProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly DataColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly picking: boolean;
  readonly check: (row: Row) => ReactNode;
}

function Rows<Row>({ rows, columns, rowKey, picking, check }: RowsProps<Row>) {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimatedRowPx,
    overscan: 12,
    scrollMargin: top,
    enabled: rows.length >= virtualFrom,
    getItemKey: (index) => rowKey(rows[index] as Row),
  });
  useLayoutEffect(() => {
    const now = body.current === null ? 0 : body.current.getBoundingClientRect().top + window.scrollY;
    if (Math.abs(now - top) > 1) setTop(now);
  });
  const isVirtual = rows.length >= virtualFrom;
  const items = virtual.getVirtualItems();
  const indexes = isVirtual ? items.map((item) => item.index) : rows.map((_, index) => index);
  const first = items[0];
  const last = items.at(-1);
  const space =
    isVirtual && first !== undefined && last !== undefined
      ? { paddingTop: first.start - top, paddingBottom: virtual.getTotalSize() - (last.end - top) }
      : undefined;
  return (
    <div ref={body} {...asRowGroup} style={space}>
      {indexes.map((index) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <div
            key={rowKey(row)}
            ref={isVirtual ? virtual.measureElement : undefined}
            data-index={index}
            {...asRow(index + 2)}
            className={classNames(
              'grid gap-x-3 gap-y-1 border-line border-b py-2 hover:bg-hover md:grid-cols-(--columns) md:items-start',
              picking ? 'max-md:grid-cols-[1.75rem_minmax(0,1fr)]' : 'max-md:grid-cols-1',
            )}
          >
            {picking && (
              <div {...asCell} className="pl-1">
                {check(row)}
              </div>
            )}
            {columns.map((column, at) => (
              <Cell key={column.key} column={column} row={row} first={at === 0} picking={picking} />
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Cell<Row>({
  column,
  row,
  first,
  picking,
}: {
  readonly column: DataColumn<Row>;
  readonly row: Row;
  readonly first: boolean;
  readonly picking: boolean;
}) {
  const content = column.cell(row);
  const isEmpty = content === null || content === undefined || content === false || content === '';
  return (
    <div
      {...asCell}
      className={classNames(
        'min-w-0',
        picking && 'max-md:col-start-2',
        column.align === 'end' && 'md:text-right',
        column.wideOnly && 'max-lg:hidden',
        isEmpty && 'max-md:hidden',
        !first &&
          column.headerHidden !== true &&
          column.wideOnly !== true &&
          !isEmpty &&
          'max-md:grid max-md:grid-cols-[6.5rem_minmax(0,1fr)] max-md:gap-2',
      )}
    >
      {!first && column.headerHidden !== true && (
        <span aria-hidden="true" className="text-ink-3 md:hidden">
          {column.header}
        </span>
      )}
      {content}
    </div>
  );
}
