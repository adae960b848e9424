import { useText } from '@postern/ui';
import { KeyRound, Server } from 'lucide-react';

/** What of a vault's rights holds whatever the server does, and what does not. */
export function Enforcement() {
  const text = useText();
  const { vaultAccess } = text;
  const lines = [
    { icon: KeyRound, title: vaultAccess.byCryptography, says: vaultAccess.byCryptographySays },
    { icon: Server, title: vaultAccess.byPrograms, says: vaultAccess.byProgramsSays },
  ];
  return (
    <section className="mt-8 border-line border-t pt-5">
      <h2 className="font-semibold">{vaultAccess.enforcedTitle}</h2>
      <dl className="mt-2 grid gap-4 md:grid-cols-2 md:gap-8">
        {lines.map(({ icon: Icon, title, says }) => (
          <div key={title}>
            <dt className="flex items-center gap-2 font-medium text-sm">
              <Icon size={14} aria-hidden="true" className="text-ink-3" />
              {title}
            </dt>
            <dd className="mt-0.5 text-ink-2 text-sm">{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
