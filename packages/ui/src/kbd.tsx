import { classNames } from './class-names.ts';

/**
 * A key of the keyboard. Drawn by the style sheet and hidden from assistive technology: the control itself announces
 * its shortcut, and its name stays the words on it.
 */
export function Kbd({
  children,
  onAccent = false,
}: {
  readonly children: string;
  readonly onAccent?: boolean;
}) {
  return (
    <span
      aria-hidden="true"
      data-key={children}
      className={classNames(
        'hidden min-w-5 font-mono before:content-[attr(data-key)] justify-center rounded-sm border px-1 font-medium text-xs pointer-fine:inline-flex',
        onAccent ? 'border-current/40' : 'border-line bg-ground text-ink-2',
      )}
    />
  );
}
