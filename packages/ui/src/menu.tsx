import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { popupClass } from './popup.ts';

export interface MenuProps {
  /** The button that opens the menu. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}

/** A menu of actions under a button. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-none">
          <Base.Popup className={classNames(popupClass, 'min-w-48 max-w-80')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const itemClass =
  'flex h-9 w-full cursor-default items-center gap-2.5 rounded-md px-2.5 outline-none data-highlighted:bg-hover data-disabled:opacity-50';

export interface MenuItemProps {
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly hotkey?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onSelect: () => void;
}

/** One action in a menu. */
export function MenuItem({
  children,
  icon,
  hotkey,
  danger = false,
  disabled = false,
  onSelect,
}: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      disabled={disabled}
      className={classNames(itemClass, danger && 'text-loss')}
    >
      {icon !== undefined && <span className={danger ? '' : 'text-ink-3'}>{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hotkey !== undefined && <Kbd>{hotkey}</Kbd>}
    </Base.Item>
  );
}

/** A place to go in a menu; `link` is the router's link element, without children. */
export function MenuLink({
  link,
  icon,
  children,
}: {
  readonly link: ReactElement;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Base.LinkItem render={link} closeOnClick className={itemClass}>
      {icon !== undefined && <span className="text-ink-3">{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.LinkItem>
  );
}

/** A thin rule between groups of actions. */
export function MenuRule() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

/** A line at the top of a menu that says whose it is. */
export function MenuCaption({ children }: { readonly children: ReactNode }) {
  return <div className="truncate px-2.5 py-1.5 text-ink-3 text-xs">{children}</div>;
}
