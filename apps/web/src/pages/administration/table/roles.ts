/**
 * The parts of a table as roles. Table elements laid out as a grid (cards on a phone, rows drawn as they are scrolled
 * to) lose their meaning in some browsers; the role keeps it.
 */
export const asTable = (label: string, rows: number) =>
  ({ role: 'table', 'aria-label': label, 'aria-rowcount': rows }) as const;
export const asRowGroup = { role: 'rowgroup' } as const;
/** `index` counts from 1, the header included. */
export const asRow = (index: number) => ({ role: 'row', 'aria-rowindex': index }) as const;
export const asColumnHeader = (down?: boolean | undefined) =>
  ({
    role: 'columnheader',
    'aria-sort': down === undefined ? undefined : down ? 'descending' : 'ascending',
  }) as const;
export const asCell = { role: 'cell' } as const;
