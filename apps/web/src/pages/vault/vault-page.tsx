import type { EntryRef, EntryRow, VaultFacts } from '@postern/client';
import { type Refusal, refuse, type VaultId } from '@postern/core';
import { type Command, CommandPalette, PaneFrame, useHotkeys, useText, useToast } from '@postern/ui';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useRef, useState } from 'react';
import { useOpenOrganization, usePort, useSnapshot } from '../../port-context.tsx';
import { isBlockingAlarm } from '../../refusal-text.tsx';
import { administrationPages } from '../administration/sections.ts';
import { MissingDialog } from '../asking/missing-dialog.tsx';
import { NotSharedPage } from '../asking/not-shared-page.tsx';
import { DetailPane } from './detail-pane.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { ListPane } from './list-pane.tsx';
import { NameDialog } from './name-dialog.tsx';
import { useEntryActions } from './use-entry-actions.tsx';
import { useListedEntries } from './use-listed-entries.ts';
import { useOpenedEntry } from './use-opened-entry.ts';
import { vaultName } from './vault-name.ts';
import { entryKey, parseEntryRef, scopeOf, type VaultSearch } from './vault-search.ts';
import { VaultSidebar } from './vault-sidebar.tsx';

type Asking =
  | 'move'
  | 'purge'
  | 'keys'
  | 'vault'
  | 'palette'
  | { readonly folderIn: VaultFacts }
  /** What this member lacks for what was pressed. */
  | { readonly missing: Refusal }
  | undefined;

/** The vault: three panes, every step of it in the address bar, everything by keyboard. */
export function VaultPage() {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const { online, alarm } = useSnapshot();
  const mayWrite = online && !isBlockingAlarm(alarm);
  const organization = useOpenOrganization();
  const { organization: address } = useParams({ from: '/$organization/' });
  const search = useSearch({ from: '/$organization/' });
  const navigate = useNavigate({ from: '/$organization' });
  const [query, setQuery] = useState('');
  const [asking, setAsking] = useState<Asking>();
  const [revealedKey, setRevealedKey] = useState<string>();
  const searchField = useRef<HTMLInputElement>(null);

  const scope = scopeOf(search);
  const searched = useDeferredValue(query);
  const listed = useListedEntries(scope, searched, search.entry);
  const opening = useOpenedEntry(parseEntryRef(search.entry));
  const entry = opening.state === 'open' ? opening.entry : undefined;

  const go = (next: VaultSearch) =>
    navigate({ to: '/$organization', params: { organization: address }, search: next });
  const place: VaultSearch = {
    view: search.view,
    vault: search.vault,
    folder: search.folder,
    tag: search.tag,
  };
  const show = (ref: EntryRef | undefined) => {
    if (ref === undefined) return void go(place);
    // An entry that was added to or moved into another vault takes the list along.
    const isElsewhere = search.vault !== undefined && search.vault !== ref.vault;
    void go({ ...(isElsewhere ? { vault: ref.vault } : place), entry: entryKey(ref) });
  };

  const here = organization.vaults.find((vault) => vault.id === search.vault);
  const draftFor = here?.canEdit === true ? here : organization.vaults.find((vault) => vault.canEdit);
  const explain = (missing: Refusal) => setAsking({ missing });
  const lacksEdit = (vault: VaultId) =>
    explain(refuse('permission_missing', { params: { right: 'edit', vault } }));
  const mayCreate = organization.isOwner || organization.permissions.includes('vaults.create');
  const newVault = () =>
    mayCreate
      ? setAsking('vault')
      : explain(refuse('permission_missing', { params: { permission: 'vaults.create' } }));
  const startAdding = () => {
    // In a vault that is only read, an entry would end up in another one.
    if (here !== undefined && !here.canEdit) lacksEdit(here.id);
    else if (draftFor === undefined) newVault();
    else void go({ ...search, pane: undefined, do: 'add' });
  };
  const add = mayWrite ? startAdding : undefined;
  const edit = () => {
    if (entry === undefined || entry.trashedAtMs !== undefined) return;
    const vault = organization.vaults.find(({ id }) => id === entry.vault);
    if (!mayWrite) toast({ message: online ? text.entry.alarmReadOnly : text.entry.offlineReadOnly });
    else if (vault?.canEdit === false) lacksEdit(entry.vault);
    else void go({ ...search, do: 'edit' });
  };

  const actions = useEntryActions({
    entry,
    onEdit: edit,
    onMove: () => setAsking('move'),
    onPurge: () => setAsking('purge'),
    onGone: () => show(undefined),
    onBack: show,
  });
  const reveal = (revealed: boolean) => setRevealedKey(revealed ? search.entry : undefined);

  /** Opens the entry at an index of the list, or the one nearest to it. */
  const goTo = async (index: number) => {
    if (listed === undefined || listed.total === 0) return;
    show(await listed.readRow(Math.max(0, Math.min(listed.total - 1, index))));
  };
  /** The entry above or below the open one. */
  const step = (by: 1 | -1) => void goTo((listed?.at ?? -1) + by);

  const viewing = search.do === undefined;
  useHotkeys({
    '/': () => searchField.current?.focus(),
    n: add,
    e: viewing ? edit : undefined,
    u: viewing ? actions.copyUser : undefined,
    c: viewing ? actions.copyPassword : undefined,
    o: viewing ? actions.openWebsite : undefined,
    r: viewing ? () => reveal(revealedKey !== search.entry) : undefined,
    l: () => void port.account.lock(),
    '?': () => setAsking('keys'),
    ArrowDown: viewing ? () => step(1) : undefined,
    ArrowUp: viewing ? () => step(-1) : undefined,
    'mod+k': () => setAsking('palette'),
  });

  const commands: Command[] = [
    ...(add === undefined ? [] : [{ key: 'add', label: text.hotkeys.add, hotkey: 'n', run: add }]),
    { key: 'vault', label: text.vault.newVault, run: newVault },
    { key: 'all', label: text.vault.all, run: () => void go({}) },
    { key: 'favourites', label: text.vault.favourites, run: () => void go({ view: 'favourites' }) },
    { key: 'trash', label: text.vault.trash, run: () => void go({ view: 'trash' }) },
    ...organization.vaults.map((vault) => ({
      key: vault.id,
      label: vaultName(vault, text),
      detail: text.vault.panes.side,
      run: () => void go({ vault: vault.id }),
    })),
    {
      key: 'security',
      label: text.vault.security,
      run: () => void navigate({ to: '/$organization/security', params: { organization: address } }),
    },
    ...administrationPages(organization).map(({ key, to }) => ({
      key: `administration ${key}`,
      label: text.administration.sections[key].title,
      detail: text.administration.title,
      run: () => void navigate({ to, params: { organization: address } }),
    })),
    { key: 'keys', label: text.hotkeys.keys, hotkey: '?', run: () => setAsking('keys') },
    { key: 'lock', label: text.hotkeys.lock, hotkey: 'l', run: () => void port.account.lock() },
  ];
  const findEntries = async (words: string): Promise<Command[]> =>
    (await port.vault.listPart({ kind: 'all' }, words, { from: 0, count: 8 })).rows.map((row: EntryRow) => ({
      key: entryKey(row),
      label: row.title,
      detail: row.user,
      run: () => void go({ entry: entryKey(row) }),
    }));

  const linked = search.vault ?? parseEntryRef(search.entry)?.vault;
  if (linked !== undefined && organization.vaults.every(({ id }) => id !== linked)) {
    return <NotSharedPage vault={linked} address={address} />;
  }
  return (
    <>
      <h1 className="sr-only">{organization.name}</h1>
      <PaneFrame
        labels={text.vault.panes}
        current={search.entry !== undefined || search.do !== undefined ? 'detail' : (search.pane ?? 'list')}
        side={<VaultSidebar onNewVault={newVault} onNewFolder={(folderIn) => setAsking({ folderIn })} />}
        list={
          <ListPane
            scope={scope}
            listed={listed}
            query={query}
            onQuery={setQuery}
            searchRef={searchField}
            selected={search.entry}
            onSelect={show}
            onGoTo={(index) => void goTo(index)}
            onAdd={add}
            onShowSide={() =>
              void go({
                ...search,
                entry: undefined,
                do: undefined,
                pane: search.pane === 'side' ? undefined : 'side',
              })
            }
          />
        }
        detail={
          <DetailPane
            opening={opening}
            doing={search.do}
            draftFor={draftFor}
            folder={search.folder}
            vaults={organization.vaults}
            readOnly={!mayWrite}
            actions={actions}
            asking={asking === 'move' || asking === 'purge' ? asking : undefined}
            onAsked={() => setAsking(undefined)}
            revealed={search.entry !== undefined && revealedKey === search.entry}
            onReveal={reveal}
            onShow={show}
          />
        }
      />
      {asking === 'keys' && <KeysDialog onClose={() => setAsking(undefined)} />}
      {asking === 'vault' && (
        <NameDialog
          title={text.vault.newVault}
          label={text.vault.vaultName}
          onClose={() => setAsking(undefined)}
          create={async (name) => {
            const created = await port.vault.createVault(name);
            if (created.ok) {
              toast({ message: text.vault.vaultCreated(name) });
              void go({ vault: created.value });
            }
            return created;
          }}
        />
      )}
      {typeof asking === 'object' && 'missing' in asking && (
        <MissingDialog refusal={asking.missing} onClose={() => setAsking(undefined)} />
      )}
      {typeof asking === 'object' && 'folderIn' in asking && (
        <NameDialog
          title={text.vault.newFolder}
          label={text.vault.folderName}
          onClose={() => setAsking(undefined)}
          create={(name) => port.vault.createFolder(asking.folderIn.id, name)}
        />
      )}
      <CommandPalette
        open={asking === 'palette'}
        onOpenChange={(open) => !open && setAsking(undefined)}
        commands={commands}
        find={findEntries}
      />
    </>
  );
}
