import { buttonClass } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { useOpenOrganization } from '../../../port-context.tsx';
import { mayCheckAccess } from '../sections.ts';
import type { CheckSearch } from './check-search.ts';

/** Leads from what is looked at to the check of it; nothing for those who may not ask. */
export function CheckAccessLink({
  search,
  label,
  isPlain = false,
}: {
  readonly search: CheckSearch;
  readonly label: string;
  /** A link among text, no button. */
  readonly isPlain?: boolean;
}) {
  const { organization } = useParams({ from: '/$organization' });
  if (!mayCheckAccess(useOpenOrganization())) return null;
  return (
    <Link
      to="/$organization/administration/check"
      params={{ organization }}
      search={search}
      className={isPlain ? 'prose-link' : buttonClass()}
    >
      {label}
    </Link>
  );
}
