import { Checkbox, classNames, controlClass, useText } from '@postern/ui';
import { useId, useState } from 'react';

export interface PickOption {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
}

export interface PickListProps {
  readonly label: string;
  readonly options: readonly PickOption[];
  readonly picked: ReadonlySet<string>;
  readonly onPick: (picked: ReadonlySet<string>) => void;
  /** Said where there is nothing to pick. */
  readonly none?: string;
}

const shownAtMost = 40;

/** Some of many, found by typing. What is picked is listed first, so that it stays in sight. */
export function PickList({ label, options, picked, onPick, none }: PickListProps) {
  const text = useText();
  const labelId = useId();
  const [query, setQuery] = useState('');
  // The order is that of when the list was opened: a row must not jump away from under the pointer.
  const [first] = useState(picked);
  const wanted = query.trim().toLowerCase();
  const found = options
    .filter(({ label: name, detail }) => `${name} ${detail ?? ''}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(first.has(b.key)) - Number(first.has(a.key)));
  const shown = found.slice(0, shownAtMost);
  const toggle = (key: string, on: boolean) => {
    const next = new Set(picked);
    if (on) next.add(key);
    else next.delete(key);
    onPick(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its legend beside a count
    <div role="group" aria-labelledby={labelId} className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span id={labelId} className="font-medium text-sm">
          {label}
        </span>
        {picked.size > 0 && (
          <span className="text-ink-2 text-xs tabular-nums">{text.pick.picked(picked.size)}</span>
        )}
      </div>
      {options.length === 0 && <p className="text-ink-2 text-sm">{none ?? text.pick.none}</p>}
      {options.length > 0 && (
        <div className="overflow-hidden rounded-lg border border-line-strong bg-surface">
          {options.length > 6 && (
            <input
              type="search"
              aria-label={`${label}: ${text.pick.filter}`}
              placeholder={text.pick.filter}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              className={classNames(controlClass, 'rounded-none border-0 border-line border-b')}
            />
          )}
          <ul className="flex max-h-56 flex-col overflow-y-auto py-1">
            {shown.map(({ key, label: name, detail }) => (
              <li key={key} className="px-3 py-1 hover:bg-hover">
                <Checkbox checked={picked.has(key)} onCheckedChange={(on) => toggle(key, on)}>
                  <span className="break-words">{name}</span>
                  {detail !== undefined && <span className="ml-2 text-ink-3 text-sm">{detail}</span>}
                </Checkbox>
              </li>
            ))}
            {shown.length === 0 && (
              <li className="px-3 py-1.5 text-ink-2 text-sm">{text.controls.nothingMatches}</li>
            )}
            {found.length > shown.length && (
              <li className="px-3 py-1.5 text-ink-2 text-sm">
                {text.pick.more(found.length - shown.length)}
              </li>
            )}
          </ul>
        </div>
      )}
    </div>
  );
}
