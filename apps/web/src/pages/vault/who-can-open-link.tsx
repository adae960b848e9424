import type { EntryRef } from '@postern/client';
import { useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useOpenOrganization } from '../../port-context.tsx';
import { mayCheckAccess } from '../administration/sections.ts';

/** Leads from an entry to who can open it; nothing for those who may not ask. */
export function WhoCanOpenLink({ entry: { vault, entry } }: { readonly entry: EntryRef }) {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  if (!mayCheckAccess(useOpenOrganization())) return null;
  return (
    <Link
      to="/$organization/administration/check"
      params={{ organization }}
      search={{ tab: 'vault', vault, entry }}
      className="rounded-sm hover:text-accent hover:underline"
    >
      {text.checkAccess.fromVault}
    </Link>
  );
}
