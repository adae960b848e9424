import { classNames } from './class-names.ts';

export interface CodeGroupsProps {
  /** The groups in order, as they are printed. */
  readonly groups: readonly string[];
  /** What the code is, read aloud before it. */
  readonly label: string;
  /** Index of the group the person is asked about. */
  readonly marked?: number;
}

/** A code in large groups, made to be compared with paper or read aloud. */
export function CodeGroups({ groups, label, marked }: CodeGroupsProps) {
  return (
    <ol aria-label={label} className="flex flex-wrap gap-2">
      {groups.map((group, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: groups repeat and never move
          key={at}
          className={classNames(
            'rounded-md border px-2.5 py-1 font-medium font-mono text-lg tracking-wider',
            at === marked ? 'border-accent bg-accent-soft' : 'border-line bg-surface',
          )}
        >
          {group}
        </li>
      ))}
    </ol>
  );
}
