import { classNames } from './class-names.ts';

/** The first letter of a name on a quiet tile. Decoration: the name stands beside it. */
export function Avatar({ name, large = false }: { readonly name: string; readonly large?: boolean }) {
  const initial = [...name.trim()][0]?.toLocaleUpperCase() ?? '?';
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-lg bg-line font-semibold text-ink-2',
        large ? 'size-11 text-lg' : 'size-8 text-sm',
      )}
    >
      {initial}
    </span>
  );
}
