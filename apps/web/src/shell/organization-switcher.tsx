import { Menu, MenuCaption, MenuLink, MenuRule, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { useSnapshot } from '../port-context.tsx';

/** The organization of this page, and the way to the others. */
export function OrganizationSwitcher() {
  const text = useText();
  const { organizations } = useSnapshot();
  const { organization: address } = useParams({ strict: false });
  const here = organizations.find((organization) => organization.address === address);
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`${here?.name ?? text.frame.organizations}: ${text.frame.switchOrganization}`}
          className="flex h-9 max-w-full items-center gap-1.5 rounded-lg px-2 transition-colors hover:bg-hover data-popup-open:bg-hover"
        >
          <span className="truncate">{here?.name ?? text.frame.organizations}</span>
          <ChevronsUpDown size={14} aria-hidden="true" className="shrink-0 text-ink-3" />
        </button>
      }
    >
      <MenuCaption>{text.frame.organizations}</MenuCaption>
      {organizations.map((organization) => (
        <MenuLink
          key={organization.id}
          link={<Link to="/$organization" params={{ organization: organization.address }} />}
        >
          {organization.name}
          <span className="ml-2 text-ink-3 text-sm">/{organization.address}</span>
        </MenuLink>
      ))}
      <MenuRule />
      <MenuLink link={<Link to="/new" />} icon={<Plus size={16} />}>
        {text.frame.newOrganization}
      </MenuLink>
    </Menu>
  );
}
