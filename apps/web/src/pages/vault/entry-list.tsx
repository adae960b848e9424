import type { EntryRow } from '@postern/client';
import { Avatar, classNames, useText } from '@postern/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Star } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ListedEntries } from './use-listed-entries.ts';
import { entryKey } from './vault-search.ts';

/** Height of a row: two lines of text and their space. */
const rowPx = 52;

export interface EntryListProps {
  readonly listed: ListedEntries;
  /** `entryKey` of the open entry. */
  readonly selected: string | undefined;
  readonly onSelect: (row: EntryRow) => void;
  /** Opens the entry at an index of the list. */
  readonly onGoTo: (index: number) => void;
}

/** The entries as one list box; only the rows in sight are in the document, however many there are. */
export function EntryList({ listed, selected, onSelect, onGoTo }: EntryListProps) {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { total, at = -1, show } = listed;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => show(first, last), [show, first, last]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at);
  }, [at, virtual]);

  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={text.vault.panes.list}
      aria-activedescendant={at < 0 ? undefined : `entry-${at}`}
      className="min-h-0 flex-1 overflow-y-auto outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
      onKeyDown={(event) => {
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: total - 1 }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        onGoTo(to);
      }}
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = listed.rowAt(item.index);
          if (row === undefined) return null;
          const active = entryKey(row) === selected;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box above has the focus and the keys
            <div
              key={entryKey(row)}
              id={`entry-${item.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={active}
              aria-setsize={total}
              aria-posinset={item.index + 1}
              onClick={() => onSelect(row)}
              style={{ height: rowPx, transform: `translateY(${item.start}px)` }}
              className={classNames(
                'absolute inset-x-0 top-0 flex items-center gap-3 border-line border-b px-4',
                active ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <Avatar name={row.title} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{row.title}</span>
                <span className="block truncate text-ink-2 text-sm">
                  {row.user || text.entry.types[row.type]}
                </span>
              </span>
              {row.favourite && (
                <Star
                  size={14}
                  aria-label={text.vault.favourites}
                  className="shrink-0 fill-current text-ink-3"
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
