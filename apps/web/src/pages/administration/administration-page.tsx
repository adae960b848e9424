import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';

export interface AdministrationPageProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  /** The main thing done here. */
  readonly action?: ReactNode;
  /** The list this page belongs to. */
  readonly back?: { readonly to: BackTo; readonly label: string };
  readonly children?: ReactNode;
}

type BackTo =
  | '/$organization/administration/members'
  | '/$organization/administration/invitations'
  | '/$organization/administration/groups'
  | '/$organization/administration/vaults';

/** Heading, lead and main action of a page of the administration. */
export function AdministrationPage({ title, lead, action, back, children }: AdministrationPageProps) {
  const { organization } = useParams({ from: '/$organization' });
  return (
    <div className="min-w-0">
      {back !== undefined && (
        <Link
          to={back.to}
          params={{ organization }}
          className="mb-3 inline-flex items-center gap-1.5 rounded-sm text-ink-2 text-sm hover:text-ink"
        >
          <ArrowLeft size={14} aria-hidden="true" />
          {back.label}
        </Link>
      )}
      <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-balance break-words font-semibold text-xl tracking-tight">{title}</h1>
          {lead !== undefined && <div className="mt-1 max-w-prose text-pretty text-ink-2">{lead}</div>}
        </div>
        {action !== undefined && action !== false && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
      {children}
    </div>
  );
}
