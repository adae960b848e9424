import type { VaultAccessView } from '@postern/client';
import { EmptyState, Tag, type UiText, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { Vault } from 'lucide-react';
import { useMemo } from 'react';
import { usePort } from '../../../port-context.tsx';
import { AdministrationPage } from '../administration-page.tsx';
import { Read } from '../shared/read.tsx';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import { Enforcement } from './enforcement.tsx';
import { accessVaultName } from './vault-title.ts';

/** The vaults this person can see, and who can open each. */
export function VaultsPage() {
  const text = useText();
  const { vaultAccess } = usePort().administration;
  const { organization } = useParams({ from: '/$organization' });
  const columns = useMemo(() => vaultColumns(text, organization), [text, organization]);
  return (
    <AdministrationPage title={text.vaultAccess.title} lead={text.vaultAccess.lead}>
      <Read name="vaults" read={() => vaultAccess.list()}>
        {({ vaults, others }) => (
          <>
            <DataTable
              caption={text.vaultAccess.caption}
              filterLabel={text.vaultAccess.filter}
              columns={columns}
              rows={vaults}
              rowKey={({ vault }) => vault}
              rowName={(vault) => accessVaultName(vault, text)}
              empty={
                <EmptyState icon={<Vault size={28} aria-hidden="true" />} title={text.vaultAccess.emptyTitle}>
                  {text.vaultAccess.empty}
                </EmptyState>
              }
            />
            {others > 0 && <p className="mt-3 text-ink-2 text-sm">{text.vaultAccess.others(others)}</p>}
          </>
        )}
      </Read>
      <Enforcement />
    </AdministrationPage>
  );
}

function vaultColumns(text: UiText, organization: string): readonly DataColumn<VaultAccessView>[] {
  return [
    {
      key: 'name',
      header: text.vaultAccess.vault,
      width: 'minmax(0, 1.4fr)',
      searched: (vault) => accessVaultName(vault, text),
      sortedBy: (vault) => accessVaultName(vault, text),
      cell: (vault) => (
        <span className="flex flex-wrap items-center gap-1.5">
          <Link
            to="/$organization/administration/vaults/$vault"
            params={{ organization, vault: vault.vault }}
            className="rounded-sm break-words font-medium hover:text-accent"
          >
            {accessVaultName(vault, text)}
          </Link>
          {vault.archived && <Tag tone="plain">{text.vaultAccess.archived}</Tag>}
          {vault.keyStale && <Tag tone="need">{text.vaultAccess.stale}</Tag>}
        </span>
      ),
    },
    {
      key: 'grants',
      header: text.vaultAccess.given,
      width: 'minmax(0, 2.6fr)',
      searched: ({ grants }) => grants.map(({ label }) => label).join(' '),
      sortedBy: ({ grants }) => grants.length,
      cell: ({ grants }) => (
        <span className="block min-w-0">
          {text.vaultAccess.grants(grants.length)}
          <span className="block truncate text-ink-3 text-xs">
            {grants
              .slice(0, 5)
              .map(({ label }) => label)
              .join(', ')}
          </span>
        </span>
      ),
    },
  ];
}
