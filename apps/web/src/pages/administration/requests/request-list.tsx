import type { InboxRow } from '@postern/client';
import type { RequestId } from '@postern/core';
import { classNames, sayWhen, Tag, useHotkeys, useText } from '@postern/ui';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { sayClient, sayStanding } from './remedy-words.ts';

/** Height of a row: three lines of text and their space. */
const rowPx = 88;

export interface RequestListProps {
  readonly rows: readonly InboxRow[];
  /** The open one. */
  readonly selected: string | undefined;
  readonly onOpen: (request: RequestId) => void;
  readonly readOn: (() => void) | undefined;
}

/** Requests as one list box; only the rows in sight are in the document, however many there are. */
export function RequestList({ rows, selected, onOpen, readOn }: RequestListProps) {
  const text = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<string>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 10) readOn?.();
  }, [last, rows.length, readOn]);

  const indexOf = (request: string | undefined) => rows.findIndex((row) => row.request === request);
  const at = Math.max(indexOf(pointed), pointed === undefined ? indexOf(selected) : -1);
  const point = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    const row = rows[index];
    if (row === undefined) return;
    setPointed(row.request);
    virtual.scrollToIndex(index);
    scroller.current?.focus({ preventScroll: true });
  };
  const open = () => {
    const row = rows[at];
    if (row !== undefined) onOpen(row.request);
  };
  useHotkeys({
    j: () => point(at + 1),
    k: () => point(at - 1),
    ArrowDown: () => point(at + 1),
    ArrowUp: () => point(at - 1),
  });

  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={text.inbox.list}
      aria-describedby="inbox-keys"
      aria-activedescendant={at < 0 ? undefined : `request-${at}`}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        open();
      }}
      className="min-h-0 flex-1 overflow-y-auto rounded-lg outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box above has the focus and the keys
            <div
              key={row.request}
              id={`request-${item.index}`}
              role="option"
              tabIndex={-1}
              aria-selected={row.request === selected}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              onClick={() => {
                setPointed(row.request);
                onOpen(row.request);
              }}
              style={{ height: rowPx, transform: `translateY(${item.start}px)` }}
              className={classNames(
                'absolute inset-x-0 top-0 flex flex-col justify-center border-line border-b border-l-3 px-3',
                row.request === selected
                  ? 'border-l-accent bg-surface'
                  : item.index === at
                    ? 'border-l-line-strong bg-hover'
                    : 'border-l-transparent hover:bg-hover',
              )}
            >
              <RowText row={row} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** From where and with what somebody came, where this member is told. */
function sayCame({ address, clientKind }: InboxRow, text: ReturnType<typeof useText>): string {
  return [address, clientKind && sayClient(clientKind, text)].filter(Boolean).join(' · ');
}

function RowText({ row }: { readonly row: InboxRow }) {
  const text = useText();
  const settled = row.state !== 'open';
  return (
    <>
      <span className="flex items-baseline gap-2">
        <span className={classNames('min-w-0 flex-1 truncate', settled ? 'text-ink-2' : 'font-medium')}>
          {row.email}
        </span>
        <span className="shrink-0 text-ink-2 text-xs">
          {sayWhen(row.settledAtMs ?? row.lastAskedAtMs, Date.now(), text)}
        </span>
      </span>
      <span className="flex items-center gap-2 text-ink-2">
        <span className="min-w-0 truncate">{sayStanding(row.code, text)}</span>
        {settled && <Tag tone="plain">{text.inbox.states[row.state]}</Tag>}
      </span>
      <span className="truncate text-ink-2 text-sm">
        {row.note === '' ? sayCame(row, text) : `“${row.note}”`}
      </span>
    </>
  );
}
