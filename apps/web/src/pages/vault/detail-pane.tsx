import type { EntryDraft, EntryRef, VaultFacts } from '@postern/client';
import { ConfirmDanger, EmptyState, Kbd, LogoMark, Skeleton, useText, useToast } from '@postern/ui';
import { useOpenOrganization, usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { EditForm, useBegunEdit } from './edit-form.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { EntryForm } from './entry-form.tsx';
import { MoveDialog } from './move-dialog.tsx';
import type { EntryActions } from './use-entry-actions.tsx';
import { useEntryEditing } from './use-entry-editing.ts';
import type { Opening } from './use-opened-entry.ts';
import { vaultName } from './vault-name.ts';
import { entryKey } from './vault-search.ts';

export interface DetailPaneProps {
  readonly opening: Opening;
  readonly doing: 'add' | 'edit' | undefined;
  readonly draftFor: VaultFacts | undefined;
  readonly folder: EntryDraft['folder'];
  readonly vaults: readonly VaultFacts[];
  readonly readOnly: boolean;
  readonly actions: EntryActions;
  readonly asking: 'move' | 'purge' | undefined;
  readonly onAsked: () => void;
  readonly revealed: boolean;
  readonly onReveal: (revealed: boolean) => void;
  /** Shows an entry, or the list when there is none to show. */
  readonly onShow: (ref: EntryRef | undefined) => void;
}

const emptyDraft: EntryDraft = {
  type: 'login',
  title: '',
  user: '',
  password: '',
  urls: [],
  notes: '',
  tags: [],
  folder: undefined,
  favourite: false,
  custom: [],
};

/** The right pane: an entry, its form, a new entry, or a hint. */
export function DetailPane(props: DetailPaneProps) {
  const { opening, doing, draftFor, folder, vaults, onShow } = props;
  const text = useText();
  const editing = useEntryEditing(onShow);
  const begun = useBegunEdit(opening, doing === 'edit');
  const writable = vaults.filter((vault) => vault.canEdit);

  const conflict = editing.conflict !== undefined && (
    <ConflictDialog
      differences={editing.conflict.differences}
      onKeepYours={() => void editing.keepYours()}
      onKeepTheirs={editing.keepTheirs}
      onKeepBoth={() => void editing.keepBoth()}
      onClose={editing.dropConflict}
    />
  );

  if (doing === 'add') {
    return (
      <EntryForm
        key="add"
        saves="new"
        heading={text.vault.add}
        initial={{ ...emptyDraft, folder }}
        vault={draftFor?.id}
        vaults={writable}
        task={editing.task}
        settled={editing.settled}
        onSave={editing.add}
        onClose={() => onShow(opening.state === 'open' ? opening.entry : undefined)}
      />
    );
  }
  if (begun !== undefined) {
    return (
      <>
        <EditForm
          key={entryKey(begun)}
          begun={begun}
          opening={opening}
          editing={editing}
          writable={writable}
          onShow={onShow}
        />
        {conflict}
      </>
    );
  }
  if (opening.state === 'refused') {
    return (
      <div className="p-6">
        <RefusalNotice refusal={opening.refusal} />
      </div>
    );
  }
  if (opening.state === 'opening') {
    return (
      <div role="status" aria-label={text.vault.opening} className="flex flex-col gap-6 px-9 pt-8">
        <Skeleton className="h-11 w-1/2" />
        <Skeleton className="h-5 w-full" />
        <Skeleton className="h-5 w-4/5" />
      </div>
    );
  }
  if (opening.state === 'none') {
    return (
      <div className="m-auto">
        <NothingOpen />
      </div>
    );
  }
  return <ShownEntry {...props} entry={opening.entry} writable={writable} />;
}

/** Says what this pane is for, and the keys that get there quickest. */
function NothingOpen() {
  const text = useText();
  const { counts } = useOpenOrganization();
  const isEmpty = counts.all === 0;
  const keys: readonly (readonly [string, string])[] = [
    ['n', text.hotkeys.add],
    ['/', text.hotkeys.search],
    ['Ctrl K', text.hotkeys.everything],
    ['?', text.hotkeys.keys],
  ];
  return (
    <EmptyState icon={<LogoMark size={44} />} title={isEmpty ? text.vault.startTitle : text.vault.pickTitle}>
      <p>{isEmpty ? text.vault.startLead : text.vault.pickLead}</p>
      <dl className="mx-auto mt-6 grid w-fit grid-cols-[auto_auto] items-center gap-x-3 gap-y-2 text-left text-sm">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt className="justify-self-end">
              <span className="sr-only">{key}</span>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}

type Opened = Extract<Opening, { state: 'open' }>['entry'];

interface ShownEntryProps extends DetailPaneProps {
  readonly entry: Opened;
  readonly writable: readonly VaultFacts[];
}

function ShownEntry({
  entry,
  writable,
  vaults,
  readOnly,
  actions,
  asking,
  onAsked,
  revealed,
  onReveal,
  onShow,
}: ShownEntryProps) {
  const text = useText();
  const port = usePort();
  const toast = useToast();
  const purge = useTask();
  return (
    <>
      <EntryDetail
        key={`${entry.vault}.${entry.entry}`}
        entry={entry}
        vault={vaults.find((vault) => vault.id === entry.vault)}
        revealed={revealed}
        onReveal={onReveal}
        readOnly={readOnly}
        actions={actions}
        onBack={() => onShow(undefined)}
      />
      {asking === 'move' && (
        <MoveDialog
          targets={writable.filter((vault) => vault.id !== entry.vault)}
          move={(to) => port.vault.moveEntry(entry, to)}
          onMoved={(moved, to) => {
            onAsked();
            onShow(moved);
            toast({ message: text.entry.moved(vaultName(to, text)) });
          }}
          onClose={onAsked}
        />
      )}
      <ConfirmDanger
        open={asking === 'purge'}
        onOpenChange={(open) => !open && onAsked()}
        title={text.entry.purgeTitle}
        consequence={text.entry.purgeLead}
        action={text.entry.purge}
        busy={purge.busy}
        onConfirm={() =>
          void purge
            .run(() => port.vault.purgeEntry(entry))
            .then((done) => {
              if (done === undefined) return;
              onAsked();
              onShow(undefined);
              toast({ message: text.entry.purged });
            })
        }
      >
        <RefusalNotice refusal={purge.refusal} />
      </ConfirmDanger>
    </>
  );
}
