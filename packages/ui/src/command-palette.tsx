import { Dialog as Base } from '@base-ui/react/dialog';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { popupClass } from './popup.ts';
import { useText } from './text/use-text.tsx';

export interface Command {
  readonly key: string;
  readonly label: string;
  /** A second, quieter text that is searched too. */
  readonly detail?: string;
  readonly hotkey?: string;
  readonly icon?: ReactNode;
  readonly run: () => void;
}

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly commands: readonly Command[];
  /** More to offer for what is typed, such as entries found by the search. */
  readonly find?: (query: string) => Promise<readonly Command[]>;
}

const shownAtMost = 12;

/** Everything by typing: commands, places, entries. Opened by Ctrl-K or Cmd-K. */
export function CommandPalette({ open, onOpenChange, commands, find }: CommandPaletteProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Base.Viewport className="fixed inset-0 z-50 flex items-start justify-center p-3 pt-[12vh]">
          <Base.Popup className={classNames(popupClass, 'w-full max-w-lg rounded-xl p-0')}>
            <Palette commands={commands} find={find} onDone={() => onOpenChange(false)} />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

interface PaletteProps {
  readonly commands: readonly Command[];
  readonly find: CommandPaletteProps['find'] | undefined;
  readonly onDone: () => void;
}

function Palette({ commands, find, onDone }: PaletteProps) {
  const text = useText();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Command[]>([]);
  const [at, setAt] = useState(0);
  const latestFind = useRef(find);
  latestFind.current = find;

  useEffect(() => {
    let current = true;
    setAt(0);
    if (query.trim() === '') setFound([]);
    else void latestFind.current?.(query).then((more) => current && setFound(more));
    return () => {
      current = false;
    };
  }, [query]);

  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    const own = commands.filter((command) =>
      `${command.label} ${command.detail ?? ''}`.toLowerCase().includes(wanted),
    );
    return [...own, ...found].slice(0, shownAtMost);
  }, [commands, found, query]);

  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    onDone();
    command.run();
  };

  return (
    <>
      <Base.Title className="sr-only">{text.palette.title}</Base.Title>
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened in order to type
        autoFocus
        role="combobox"
        aria-label={text.palette.title}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[at] === undefined ? undefined : `${listId}-${at}`}
        placeholder={text.palette.placeholder}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
          else if (event.key === 'Enter') run(shown[at]);
          else return;
          event.preventDefault();
        }}
        className="h-12 w-full rounded-t-xl bg-transparent px-4 text-md outline-none"
      />
      <div
        id={listId}
        role="listbox"
        aria-label={text.palette.title}
        className="max-h-96 overflow-y-auto border-line border-t p-1"
      >
        {shown.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds the focus and the keys
          <div
            key={command.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => run(command)}
            onPointerMove={() => setAt(index)}
            className="flex h-9 items-center gap-3 rounded-md px-3 aria-selected:bg-accent-soft"
          >
            {command.icon !== undefined && <span className="text-ink-3">{command.icon}</span>}
            <span className="truncate">{command.label}</span>
            {command.detail !== undefined && (
              <span className="min-w-0 flex-1 truncate text-ink-3 text-sm">{command.detail}</span>
            )}
            {command.hotkey !== undefined && (
              <span className="ml-auto">
                <Kbd>{command.hotkey}</Kbd>
              </span>
            )}
          </div>
        ))}
        {shown.length === 0 && <p className="px-3 py-4 text-ink-2">{text.controls.nothingMatches}</p>}
      </div>
    </>
  );
}
