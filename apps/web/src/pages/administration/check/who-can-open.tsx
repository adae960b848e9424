import type { Given, OpeningWay, VaultChoice, VaultOpener, VaultOpeners, VaultRight } from '@postern/client';
import type { EntryId, VaultId } from '@postern/core';
import { EmptyState, Notice, Select, Tag, type UiText, useText } from '@postern/ui';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { KeyRound, Server } from 'lucide-react';
import { useMemo } from 'react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { groupName } from '../groups/group-name.ts';
import { Read, useRead } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import { Enforcement } from '../vaults/enforcement.tsx';
import { sayGiven, vaultRights } from '../vaults/given.ts';
import type { CheckSearch } from './check-search.ts';
import { saySet } from './evidence-lines.ts';

/** Who comes to a vault's key and through what; for an entry, what each may do with it. */
export function WhoCanOpen({ search }: { readonly search: CheckSearch }) {
  const text = useText();
  const { checkAccess } = usePort().administration;
  return (
    <Read name="check vaults" read={() => checkAccess.vaults()}>
      {(vaults) =>
        vaults.length === 0 ? (
          <EmptyState title={text.checkAccess.vault.none} />
        ) : (
          <>
            <Pickers vaults={vaults} search={search} />
            {search.vault !== undefined && (
              <Openers key={`${search.vault} ${search.entry}`} vault={search.vault} entry={search.entry} />
            )}
          </>
        )
      }
    </Read>
  );
}

interface PickersProps {
  readonly vaults: readonly VaultChoice[];
  readonly search: CheckSearch;
}

const anyEntry = 'any';

function Pickers({ vaults, search }: PickersProps) {
  const text = useText();
  const words = text.checkAccess.vault;
  const navigate = useNavigate();
  const { vault: port } = usePort();
  const { vaults: own } = useOpenOrganization();
  const here = search.vault;
  const isOpen = own.some(({ id }) => id === here);
  const rows = useRead(`entries of ${here}`, async () => ({
    ok: true as const,
    value: here !== undefined && isOpen ? await port.listEntries({ kind: 'vault', vault: here }, '') : [],
  }));
  const entries = rows?.ok ? rows.value : [];
  const go = (to: { readonly vault: VaultId; readonly entry?: EntryId | undefined }) =>
    void navigate({
      from: '/$organization/administration/check',
      to: '.',
      search: { tab: 'vault', ...to },
    });
  return (
    <div className="mb-6 grid max-w-3xl gap-4 sm:grid-cols-2">
      <Select
        label={words.pick}
        value={here}
        options={vaults.map((one) => ({ value: one.vault, label: vaultLabel(one, text) }))}
        onValueChange={(vault) => go({ vault })}
      />
      {here !== undefined && entries.length > 0 && (
        <Select<string>
          label={words.entry}
          value={search.entry ?? anyEntry}
          options={[
            { value: anyEntry, label: words.anyEntry },
            ...entries.map(({ entry, title }) => ({ value: entry, label: title })),
          ]}
          onValueChange={(entry) =>
            go({ vault: here, entry: entry === anyEntry ? undefined : (entry as EntryId) })
          }
        />
      )}
    </div>
  );
}

function vaultLabel({ name, kind, made }: Pick<VaultChoice, 'name' | 'kind' | 'made'>, text: UiText): string {
  const words = text.checkAccess.vault;
  if (name !== '') return name;
  if (kind === 'personal') return words.personalOf(made.by);
  return words.sealed(made.by, new Date(made.atMs).toLocaleDateString(text.locale, { dateStyle: 'medium' }));
}

function Openers({ vault, entry }: { readonly vault: VaultId; readonly entry: EntryId | undefined }) {
  const text = useText();
  const words = text.checkAccess.vault;
  const { checkAccess } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const isOwn = useOpenOrganization().vaults.some(({ id }) => id === vault);
  const columns = useMemo(() => openerColumns(text, entry !== undefined), [text, entry]);
  return (
    <Read name={`openers ${vault} ${entry}`} read={() => checkAccess.whoCanOpen(vault, entry)}>
      {(found) => (
        <>
          <div className="mb-4 flex flex-col gap-2 empty:hidden">
            <Beside found={found} />
          </div>
          <DataTable
            caption={words.caption(vaultLabel(found, text))}
            filterLabel={words.filter}
            columns={columns}
            rows={found.openers}
            rowKey={({ member }) => member}
            rowName={({ email }) => email}
            actions={
              isOwn && (
                <Link
                  to="/$organization/administration/vaults/$vault"
                  params={{ organization, vault }}
                  className="rounded-sm text-accent text-sm hover:underline"
                >
                  {words.open}
                </Link>
              )
            }
            empty={<EmptyState title={text.vaultAccess.noGrants} />}
          />
          <Enforcement />
        </>
      )}
    </Read>
  );
}

/** What opens the vault beside its people. */
function Beside({ found: { stale, invited, kit, archived } }: { readonly found: VaultOpeners }) {
  const text = useText();
  const words = text.checkAccess.vault;
  const saying = { nowMs: Date.now(), text };
  return (
    <>
      {archived && <Notice>{text.vaultAccess.archived}</Notice>}
      {stale !== undefined && (
        <Notice tone="need" title={words.stale}>
          {words.staleSince(saySet(stale, saying))}
        </Notice>
      )}
      {invited.map(({ email, made }) => (
        <p key={`${email} ${made.seq}`} className="text-ink-2 text-sm">
          {words.invited(email)} <SetLine set={made} of={words.invitedSet} />
        </p>
      ))}
      {kit !== undefined && <p className="text-ink-2 text-sm">{words.kit(saySet(kit, saying))}</p>}
    </>
  );
}

function Way({ way }: { readonly way: OpeningWay }) {
  const text = useText();
  const words = text.checkAccess.vault;
  if (way.kind === 'custodian') {
    return (
      <>
        {words.custodian}
        <SetLine set={way.set} below />
      </>
    );
  }
  const given: Given = way.given;
  return (
    <>
      {way.kind === 'own'
        ? words.own(sayGiven(given, text))
        : words.group(groupName({ name: way.name }, text), sayGiven(given, text))}
      <SetLine set={way.set} of={words.given} below />
      {way.kind === 'group' && <SetLine set={way.joined} of={words.joined} below />}
    </>
  );
}

/** What of the rights concerns one entry, and what of that a signature is needed for. */
const onEntry: ReadonlySet<VaultRight> = new Set([
  'view',
  'password',
  'sensitive',
  'fill',
  'edit',
  'delete',
  'attachments',
  'history',
  'export',
] as const);
const bySignature: ReadonlySet<VaultRight> = new Set(['add', 'edit', 'delete'] as const);

function May({ opener, ofEntry }: { readonly opener: VaultOpener; readonly ofEntry: boolean }) {
  const text = useText();
  const words = text.checkAccess.vault;
  const { rights } = text.vaultAccess;
  if (opener.can === 'waits') return <span className="text-ink-2">{words.waitsSays}</span>;
  if (opener.can === 'shut_out') return <span className="text-ink-2">{words.shutOutSays}</span>;
  const held = vaultRights.filter(
    (right) => opener.rights.includes(right) && (!ofEntry || onEntry.has(right)),
  );
  if (held.length === 0) return <span className="text-ink-2">{words.nothingMore}</span>;
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-ink-2 text-sm">
      {held.map((right) => {
        const signed = bySignature.has(right);
        const Icon = signed ? KeyRound : Server;
        const enforced = signed ? words.cryptography : words.programs;
        return (
          <li key={right} className="inline-flex items-center gap-1" title={enforced}>
            <Icon size={11} aria-hidden="true" className="shrink-0 text-ink-3" />
            {rights[right]}
            <span className="sr-only"> ({enforced})</span>
          </li>
        );
      })}
    </ul>
  );
}

function openerColumns(text: UiText, ofEntry: boolean): readonly DataColumn<VaultOpener>[] {
  const words = text.checkAccess.vault;
  return [
    {
      key: 'who',
      header: words.who,
      width: 'minmax(0, 1.4fr)',
      searched: ({ email }) => email,
      sortedBy: ({ email }) => email,
      cell: ({ email, isSelf, can }) => (
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{email}</span>
          {isSelf && <Tag tone="plain">{text.administration.you}</Tag>}
          {can === 'waits' && <Tag tone="need">{words.waits}</Tag>}
          {can === 'shut_out' && <Tag tone="loss">{words.shutOut}</Tag>}
        </span>
      ),
    },
    {
      key: 'through',
      header: words.through,
      width: 'minmax(0, 2fr)',
      searched: ({ ways }) =>
        ways.map((way) => (way.kind === 'group' ? groupName({ name: way.name }, text) : '')).join(' '),
      cell: ({ ways }) => (
        <ul className="flex flex-col gap-1">
          {ways.map((way) => (
            <li key={way.kind === 'group' ? way.group : way.kind}>
              <Way way={way} />
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'may',
      header: ofEntry ? words.mayWith : words.may,
      width: 'minmax(0, 2fr)',
      sortedBy: ({ rights }) => -rights.length,
      cell: (opener) => <May opener={opener} ofEntry={ofEntry} />,
    },
  ];
}
