import type { LeaverReport } from '@postern/client';
import { useText } from '@postern/ui';

/** Which passwords somebody could have copied: the ones to change. */
export function LeaverList({ report }: { readonly report: LeaverReport }) {
  const text = useText();
  const entriesOf = (vault: string) => report.entries.filter((entry) => entry.vault === vault);
  if (report.vaults.length === 0 && report.closedVaults === 0) {
    return <p className="text-ink-2 text-sm">{text.removal.none}</p>;
  }
  return (
    <div className="flex flex-col gap-1 text-sm">
      {report.vaults.map(({ vault, name }) => {
        const entries = entriesOf(vault);
        return (
          <details key={vault} className="rounded-lg bg-hover px-3 py-1.5">
            <summary>
              <span className="font-medium">{name}</span>{' '}
              <span className="text-ink-2">{text.removal.entries(entries.length)}</span>
            </summary>
            <ul className="mt-1 flex max-h-48 flex-col overflow-y-auto pl-4">
              {entries.map((entry, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: titles repeat and never move
                <li key={at} className="flex min-w-0 gap-2">
                  <span className="truncate">{entry.title}</span>
                  <span className="truncate text-ink-2">{entry.user}</span>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
      {report.closedVaults > 0 && <p className="text-ink-2">{text.removal.closed(report.closedVaults)}</p>}
    </div>
  );
}
