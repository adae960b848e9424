import { classNames, useText } from '@postern/ui';

export interface Facet<Row> {
  readonly key: string;
  readonly label: string;
  readonly matches: (row: Row) => boolean;
}

export interface FacetsProps<Row> {
  readonly facets: readonly Facet<Row>[];
  readonly rows: readonly Row[];
  readonly current: string | undefined;
  readonly onPick: (key: string | undefined) => void;
}

/** Kinds of rows with how many there are of each; pressing one shows only those. Kinds without rows are left out. */
export function Facets<Row>({ facets, rows, current, onPick }: FacetsProps<Row>) {
  const text = useText();
  const counted = facets
    .map((facet) => ({ ...facet, count: rows.filter(facet.matches).length }))
    .filter(({ count, key }) => (count > 0 && count < rows.length) || key === current);
  if (counted.length === 0) return null;
  const all = { key: undefined, label: text.dataTable.all, count: rows.length };
  return (
    <fieldset className="-mx-1 flex flex-wrap gap-1">
      <legend className="sr-only">{text.dataTable.show}</legend>
      {[all, ...counted].map(({ key, label, count }) => (
        <button
          key={key ?? ''}
          type="button"
          aria-pressed={current === key}
          onClick={() => onPick(key)}
          className={classNames(
            'flex h-7 items-center gap-1.5 rounded-full px-2.5 text-sm transition-colors',
            current === key ? 'bg-accent-soft font-medium text-accent' : 'text-ink-2 hover:bg-hover',
          )}
        >
          {label} <span className="tabular-nums">{count}</span>
        </button>
      ))}
    </fieldset>
  );
}
