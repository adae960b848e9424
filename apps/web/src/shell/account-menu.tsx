import { Menu, MenuCaption, MenuItem, MenuLink, MenuRule, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import {
  ChevronDown,
  CircleHelp,
  History,
  Inbox,
  KeyRound,
  Lock,
  LogOut,
  MonitorSmartphone,
  ShieldCheck,
  UserRound,
} from 'lucide-react';
import { RequestsBadge } from '../pages/administration/requests/badge.tsx';
import { usePort, useSnapshot } from '../port-context.tsx';

/** Whose account this is, its pages, lock and sign-out. */
export function AccountMenu() {
  const text = useText();
  const port = usePort();
  const { account, entered } = useSnapshot();
  const open = entered?.open?.openRequests ?? 0;
  if (account === undefined) return null;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-9 max-w-64 items-center gap-1.5 rounded-lg px-2 text-ink-2 transition-colors hover:bg-hover hover:text-ink data-popup-open:bg-hover"
        >
          <UserRound size={16} aria-hidden="true" className="sm:hidden" />
          <span className="sr-only">{text.frame.accountMenu(account.email)}</span>
          <span aria-hidden="true" className="hidden truncate sm:block">
            {account.email}
          </span>
          <RequestsBadge />
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      }
    >
      <MenuCaption>{text.frame.signedInAs(account.email)}</MenuCaption>
      <MenuLink link={<Link to="/account" />} icon={<UserRound size={16} />}>
        {text.frame.account}
      </MenuLink>
      <MenuLink link={<Link to="/account/sessions" />} icon={<MonitorSmartphone size={16} />}>
        {text.frame.sessions}
      </MenuLink>
      <MenuLink link={<Link to="/account/second-factor" />} icon={<ShieldCheck size={16} />}>
        {text.secondFactor.title}
      </MenuLink>
      <MenuLink link={<Link to="/account/key-storage" />} icon={<KeyRound size={16} />}>
        {text.frame.keyStorage}
      </MenuLink>
      <MenuLink link={<Link to="/account/access-log" />} icon={<History size={16} />}>
        {text.frame.accessLog}
      </MenuLink>
      {entered !== undefined && open > 0 && (
        <MenuLink
          link={
            <Link to="/$organization/administration/requests" params={{ organization: entered.address }} />
          }
          icon={<Inbox size={16} />}
        >
          <span className="flex items-center gap-2">
            {text.inbox.title}
            <RequestsBadge />
          </span>
        </MenuLink>
      )}
      <MenuLink link={<Link to="/help" />} icon={<CircleHelp size={16} />}>
        {text.frame.help}
      </MenuLink>
      <MenuRule />
      <MenuItem icon={<Lock size={16} />} hotkey="l" onSelect={() => void port.account.lock()}>
        {text.frame.lock}
      </MenuItem>
      <MenuItem icon={<LogOut size={16} />} onSelect={() => void port.account.signOut()}>
        {text.frame.signOut}
      </MenuItem>
    </Menu>
  );
}
