import type { VaultFacts } from '@postern/client';
import { classNames, IconButton, useText } from '@postern/ui';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Folder, FolderPlus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOpenOrganization } from '../../port-context.tsx';
import { RequestsBadge } from '../administration/requests/badge.tsx';
import { mayAdminister } from '../administration/sections.ts';
import { MakePersonalVault } from './make-personal-vault.tsx';
import { tagId } from './tag-ids.ts';
import { vaultName } from './vault-name.ts';
import type { VaultSearch } from './vault-search.ts';

export interface VaultSidebarProps {
  readonly onNewVault: () => void;
  readonly onNewFolder: (vault: VaultFacts) => void;
}

/** All vaults, favourites, personal vault, shared vaults with their folders, tags, and the pages of the organization. */
export function VaultSidebar({ onNewVault, onNewFolder }: VaultSidebarProps) {
  const text = useText();
  const organization = useOpenOrganization();
  const search = useSearch({ from: '/$organization/' });
  const personal = organization.vaults.find((vault) => vault.kind === 'personal');
  const shared = organization.vaults.filter((vault) => vault.kind === 'shared');
  const everywhere = search.vault === undefined && search.tag === undefined && search.view === undefined;
  return (
    <div className="flex flex-col gap-6 p-3 pb-10">
      <ul className="flex flex-col">
        <Item search={{}} active={everywhere} count={organization.counts.all}>
          {text.vault.all}
        </Item>
        <Item
          search={{ view: 'favourites' }}
          active={search.view === 'favourites'}
          count={organization.counts.favourites}
        >
          {text.vault.favourites}
        </Item>
        {personal === undefined ? (
          <MakePersonalVault />
        ) : (
          <VaultItem vault={personal} search={search} onNewFolder={onNewFolder} />
        )}
        <Item search={{ view: 'trash' }} active={search.view === 'trash'} count={organization.counts.trash}>
          {text.vault.trash}
        </Item>
      </ul>
      <Group
        title={text.vault.vaults}
        action={
          <IconButton size="small" label={text.vault.newVault} onClick={onNewVault}>
            <Plus size={14} />
          </IconButton>
        }
      >
        {shared.length === 0 && <li className="px-2.5 py-1 text-ink-3 text-sm">{text.vault.noVaults}</li>}
        {shared.map((vault) => (
          <VaultItem key={vault.id} vault={vault} search={search} onNewFolder={onNewFolder} />
        ))}
      </Group>
      {organization.tags.length > 0 && (
        <Group title={text.vault.tags}>
          {organization.tags.map((tag) => (
            <Item
              key={tag.name}
              search={{ tag: tagId(tag.name) }}
              active={search.tag === tagId(tag.name)}
              count={tag.count}
            >
              {tag.name}
            </Item>
          ))}
        </Group>
      )}
      <Group title={text.vault.organization}>
        {(mayAdminister(organization) || organization.openRequests > 0) && (
          <PageItem to="/$organization/administration/requests">
            {text.inbox.title}
            <RequestsBadge />
          </PageItem>
        )}
        {mayAdminister(organization) ? (
          <PageItem to="/$organization/administration">{text.administration.title}</PageItem>
        ) : (
          <PageItem to="/$organization/administration/rules">{text.rules.title}</PageItem>
        )}
        <PageItem to="/$organization/security">{text.vault.security}</PageItem>
      </Group>
    </div>
  );
}

function Group({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <div className="flex h-7 items-center justify-between pr-1 pl-2.5">
        <h2 className="font-semibold text-ink-2 text-sm">{title}</h2>
        {action}
      </div>
      <ul className="flex flex-col">{children}</ul>
    </section>
  );
}

const itemClass = 'flex h-9 min-w-0 flex-1 items-center gap-2 rounded-lg px-2.5 transition-colors';
const activeClass = 'bg-accent-soft font-medium text-accent';
const restingClass = 'text-ink-2 hover:bg-hover hover:text-ink';

interface ItemProps {
  readonly search: VaultSearch;
  readonly active: boolean;
  readonly count?: number;
  readonly children: ReactNode;
}

function ItemLink({ search, active, count, children }: ItemProps) {
  const text = useText();
  const { organization } = useParams({ from: '/$organization/' });
  return (
    <Link
      to="/$organization"
      params={{ organization }}
      search={search}
      aria-current={active ? 'page' : undefined}
      activeProps={{}}
      className={classNames(itemClass, active ? activeClass : restingClass)}
    >
      <span className="flex min-w-0 flex-1 items-center gap-2 truncate">{children}</span>
      {count !== undefined && (
        <span className="text-sm tabular-nums">{count.toLocaleString(text.locale)}</span>
      )}
    </Link>
  );
}

function Item(props: ItemProps) {
  return (
    <li className="flex">
      <ItemLink {...props} />
    </li>
  );
}

interface VaultItemProps {
  readonly vault: VaultFacts;
  readonly search: VaultSearch;
  readonly onNewFolder: (vault: VaultFacts) => void;
}

function VaultItem({ vault, search, onNewFolder }: VaultItemProps) {
  const text = useText();
  const here = search.vault === vault.id;
  return (
    <li>
      <span className="flex items-center">
        <ItemLink
          search={{ vault: vault.id }}
          active={here && search.folder === undefined}
          count={vault.count}
        >
          <span className="truncate">{vaultName(vault, text)}</span>
        </ItemLink>
        {here && vault.canEdit && (
          <IconButton size="small" label={text.vault.newFolder} onClick={() => onNewFolder(vault)}>
            <FolderPlus size={14} />
          </IconButton>
        )}
      </span>
      {here && vault.folders.length > 0 && (
        <ul className="ml-3">
          {vault.folders.map((folder) => (
            <Item
              key={folder.id}
              search={{ vault: vault.id, folder: folder.id }}
              active={search.folder === folder.id}
            >
              <Folder size={14} aria-hidden="true" className="shrink-0" />
              <span className="truncate">{folder.name}</span>
            </Item>
          ))}
        </ul>
      )}
    </li>
  );
}

function PageItem({
  to,
  children,
}: {
  readonly to:
    | '/$organization/administration'
    | '/$organization/administration/requests'
    | '/$organization/administration/rules'
    | '/$organization/security';
  readonly children: ReactNode;
}) {
  const { organization } = useParams({ from: '/$organization/' });
  return (
    <li className="flex">
      <Link to={to} params={{ organization }} className={classNames(itemClass, restingClass)}>
        {children}
      </Link>
    </li>
  );
}
