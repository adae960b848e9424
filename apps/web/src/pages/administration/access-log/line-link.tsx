import type { LedgerLogLine, LogLine } from '@postern/client';
import { useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';

const linkClass = 'prose-link whitespace-nowrap';

/** The part of the administration in which a change shows. */
const sectionOf = {
  organization: 'history',
  members: 'members',
  invitations: 'invitations',
  groups: 'groups',
  vaults: 'vaults',
  rules: 'rules',
  recovery: 'history',
} as const satisfies Record<LedgerLogLine['about'], string>;

/** Leads from a line to what it is about. */
export function LineLink({ line }: { readonly line: LogLine }) {
  const { organization } = useParams({ from: '/$organization' });
  return line.source === 'server' ? (
    <ServerLink line={line} organization={organization} />
  ) : (
    <LedgerLink line={line} organization={organization} />
  );
}

function ServerLink({
  line,
  organization,
}: {
  readonly line: Extract<LogLine, { source: 'server' }>;
  readonly organization: string;
}) {
  const { open } = useText().organizationLog;
  if (line.request !== undefined) {
    return (
      <Link
        to="/$organization/administration/requests/$request"
        params={{ organization, request: line.request }}
        className={linkClass}
      >
        {open.request}
      </Link>
    );
  }
  if (line.kind === 'entered' || line.kind === 'denied') {
    return (
      <Link
        to="/$organization/administration/check"
        params={{ organization }}
        search={{ attempt: line.record }}
        className={linkClass}
      >
        {open.check}
      </Link>
    );
  }
  if (line.member === undefined) return null;
  return (
    <Link
      to="/$organization/administration/members/$member"
      params={{ organization, member: line.member }}
      className={linkClass}
    >
      {open.member}
    </Link>
  );
}

function LedgerLink({
  line: { target, about },
  organization,
}: {
  readonly line: LedgerLogLine;
  readonly organization: string;
}) {
  const text = useText();
  const { open } = text.organizationLog;
  const { sections } = text.administration;
  switch (target?.kind) {
    case 'member':
      return (
        <Link
          to="/$organization/administration/members/$member"
          params={{ organization, member: target.id }}
          className={linkClass}
        >
          {open.member}
        </Link>
      );
    case 'vault':
      return (
        <Link
          to="/$organization/administration/vaults/$vault"
          params={{ organization, vault: target.id }}
          className={linkClass}
        >
          {open.vault}
        </Link>
      );
    case 'group':
      return (
        <Link
          to="/$organization/administration/groups/$group"
          params={{ organization, group: target.id }}
          className={linkClass}
        >
          {open.group}
        </Link>
      );
    default:
      return (
        <Link
          to={`/$organization/administration/${sectionOf[about]}`}
          params={{ organization }}
          className={linkClass}
        >
          {open.part(sections[sectionOf[about]].title)}
        </Link>
      );
  }
}
