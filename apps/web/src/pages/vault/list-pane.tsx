import type { EntryRow, Scope } from '@postern/client';
import {
  Button,
  classNames,
  controlClass,
  EmptyState,
  IconButton,
  Kbd,
  LogoMark,
  ProgressLine,
  SkeletonRows,
  useText,
} from '@postern/ui';
import { PanelLeft, Plus, X } from 'lucide-react';
import type { Ref } from 'react';
import { useOpenOrganization } from '../../port-context.tsx';
import { EntryList } from './entry-list.tsx';
import type { ListedEntries } from './use-listed-entries.ts';

export interface ListPaneProps {
  readonly scope: Scope;
  readonly listed: ListedEntries | undefined;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly selected: string | undefined;
  readonly onSelect: (row: EntryRow) => void;
  /** Opens the entry at an index of the list. */
  readonly onGoTo: (index: number) => void;
  readonly onAdd: (() => void) | undefined;
  readonly onShowSide: () => void;
}

/** Search above the entries; says what to do when there are none. */
export function ListPane({
  scope,
  listed,
  query,
  onQuery,
  searchRef,
  selected,
  onSelect,
  onGoTo,
  onAdd,
  onShowSide,
}: ListPaneProps) {
  const text = useText();
  const { counts, sync } = useOpenOrganization();
  const total = listed?.total ?? 0;
  return (
    <>
      <div className="flex shrink-0 items-center gap-1 border-line border-b p-3">
        <IconButton className="lg:hidden" label={text.vault.showVaults} onClick={onShowSide}>
          <PanelLeft size={16} />
        </IconButton>
        <search className="relative flex-1">
          <input
            ref={searchRef}
            type="text"
            aria-label={text.vault.search(counts.all)}
            aria-keyshortcuts="/"
            placeholder={text.vault.search(counts.all)}
            value={query}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                onQuery('');
                event.currentTarget.blur();
              } else if ((event.key === 'Enter' || event.key === 'ArrowDown') && total > 0) {
                onGoTo(0);
                event.currentTarget.blur();
              } else return;
              event.preventDefault();
            }}
            className={classNames(controlClass, 'pr-9')}
          />
          <span className="absolute inset-y-0 right-1.5 flex items-center">
            {query === '' ? (
              <Kbd>/</Kbd>
            ) : (
              <IconButton size="small" label={text.vault.clearSearch} onClick={() => onQuery('')}>
                <X size={14} />
              </IconButton>
            )}
          </span>
        </search>
        <IconButton label={text.vault.add} hotkey="n" disabled={onAdd === undefined} onClick={onAdd}>
          <Plus size={18} />
        </IconButton>
      </div>
      {sync.state === 'syncing' && (
        <div className="border-line border-b px-4 py-2.5">
          <ProgressLine
            label={text.vault.syncing}
            {...(sync.total === undefined ? {} : { done: sync.done, total: sync.total })}
          />
        </div>
      )}
      <p role="status" className="sr-only">
        {query !== '' && listed !== undefined && text.vault.found(total)}
      </p>
      {listed === undefined ? (
        <SkeletonRows rows={8} label={text.frame.loading} />
      ) : total > 0 ? (
        <EntryList listed={listed} selected={selected} onSelect={onSelect} onGoTo={onGoTo} />
      ) : (
        <div className="overflow-y-auto">
          <NoRows scope={scope} query={query} onAdd={onAdd} />
        </div>
      )}
    </>
  );
}

function NoRows({
  scope,
  query,
  onAdd,
}: {
  readonly scope: Scope;
  readonly query: string;
  readonly onAdd: (() => void) | undefined;
}) {
  const text = useText();
  if (query !== '')
    return <EmptyState title={text.vault.noMatchTitle(query)}>{text.vault.noMatchLead}</EmptyState>;
  if (scope.kind === 'trash')
    return <EmptyState title={text.vault.trashEmptyTitle}>{text.vault.trashEmptyLead}</EmptyState>;
  return (
    <EmptyState
      icon={<LogoMark size={40} />}
      title={text.vault.emptyTitle}
      action={
        onAdd !== undefined && (
          <Button kind="primary" hotkey="n" onClick={onAdd}>
            {text.vault.add}
          </Button>
        )
      }
    >
      {text.vault.emptyLead}
    </EmptyState>
  );
}
