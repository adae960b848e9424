export type SortValue = string | number | undefined;
export interface Sorting {
  readonly by: string;
  readonly down: boolean;
}

/**
 * The rows in order of a value each: numbers by size, texts as people sort them, absent values last either way.
 * Rows of equal value keep their order.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  sortedBy: (row: Row) => SortValue,
  down: boolean,
  locale: string,
): readonly Row[] {
  const texts = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sign = down ? -1 : 1;
  return rows
    .map((row) => ({ row, value: sortedBy(row) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : texts.compare(String(a.value), String(b.value));
      return sign * order;
    })
    .map(({ row }) => row);
}

/** What pressing a column's header leads to: up, then down, then as it came. */
export function nextSorting(now: Sorting | undefined, column: string): Sorting | undefined {
  if (now?.by !== column) return { by: column, down: false };
  return now.down ? undefined : { by: column, down: true };
}
