import type { Denial } from '@postern/access';
import { parseEmail } from '@postern/core';
import { useText } from '@postern/ui';

/** Custodians whom an owner may ask, each with what they can do. A name that is no address is not shown (row BW03). */
export function WhoRestores({ params }: { readonly params: Denial['params'] }) {
  const text = useText().relink;
  const names = Array.isArray(params.names) ? params.names : [];
  const emails = names.flatMap((name) => {
    const parsed = typeof name === 'string' ? parseEmail(name) : undefined;
    return parsed?.ok ? [parsed.value] : [];
  });
  if (emails.length === 0) return null;
  return (
    <ul className="mt-2 text-ink-2">
      {emails.map((email) => (
        <li key={email} className="wrap-anywhere">
          {text.canRestore(email)}
        </li>
      ))}
    </ul>
  );
}
