import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'normal' | 'small';

const kinds: Record<ButtonKind, string> = {
  primary: 'border-accent bg-accent text-accent-ink hover:bg-accent-hover hover:border-accent-hover',
  secondary: 'border-line bg-surface text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border-loss bg-loss text-loss-ink hover:brightness-110',
};

const sizes: Record<ButtonSize, string> = {
  normal: 'h-9 px-3.5 text-base',
  small: 'h-7 px-2.5 text-sm',
};

/** The classes of a button, for links that look like one. */
export function buttonClass(kind: ButtonKind = 'secondary', size: ButtonSize = 'normal'): string {
  return classNames(
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 overflow-hidden rounded-lg border font-medium whitespace-nowrap transition-colors',
    'disabled:opacity-60 aria-disabled:opacity-60 data-popup-open:bg-hover',
    kinds[kind],
    sizes[size],
  );
}

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly kind?: ButtonKind;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
  /** The key that does the same, shown on the button. */
  readonly hotkey?: string;
  /** Work is under way: the button keeps its words and width, draws progress and takes no second press. */
  readonly busy?: boolean;
}

/** A button. `type` is `button` unless said otherwise, so none submits a form by accident. */
export function Button({
  kind = 'secondary',
  size = 'normal',
  icon,
  hotkey,
  busy = false,
  children,
  className,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      aria-keyshortcuts={hotkey}
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classNames(buttonClass(kind, size), className)}
    >
      {icon}
      {children}
      {hotkey !== undefined && <Kbd onAccent={kind === 'primary' || kind === 'danger'}>{hotkey}</Kbd>}
      {busy && (
        <span aria-hidden="true" className="absolute inset-x-0 bottom-0 h-0.5 overflow-hidden">
          <span className="slide-progress block h-full w-1/3 bg-current" />
        </span>
      )}
    </button>
  );
}

export interface IconButtonProps extends ComponentPropsWithRef<'button'> {
  /** What the button does, read aloud and shown as its title. */
  readonly label: string;
  readonly hotkey?: string;
  readonly size?: ButtonSize;
}

/** A square, quiet button that holds only an icon. */
export function IconButton({
  label,
  hotkey,
  size = 'normal',
  children,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      aria-keyshortcuts={hotkey}
      title={hotkey === undefined ? label : `${label} (${hotkey})`}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-lg text-ink-2 transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 aria-pressed:text-accent data-popup-open:bg-hover',
        size === 'small' ? 'size-7' : 'size-9',
        className,
      )}
    >
      {children}
    </button>
  );
}
