import { classNames } from './class-names.ts';

/** A key of the keyboard. Hidden from assistive technology: the control itself announces its shortcut. */
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
      className={classNames(
        'hidden min-w-5 font-mono justify-center rounded-sm border px-1 font-medium text-xs pointer-fine:inline-flex',
        onAccent ? 'border-current/40' : 'border-line bg-ground text-ink-2',
      )}
    >
      {children}
    </span>
  );
}
