import { Tag, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useOpenOrganization, usePort } from '../../port-context.tsx';
import { AdministrationPage } from './administration-page.tsx';
import { OperatorLimits } from './operator-limits.tsx';
import { administrationPages, type sections } from './sections.ts';
import { useRead } from './shared/read.tsx';

type SectionKey = (typeof sections)[number]['key'];

/** Every part of the administration with what needs somebody there. */
export function OverviewPage() {
  const text = useText();
  const { administration: port } = usePort();
  const { organization } = useParams({ from: '/$organization' });
  const members = useRead('members', () => port.people.list());
  const invitations = useRead('invitations', () => port.invitations.list());
  const groups = useRead('groups', () => port.groups.list());
  const vaults = useRead('vaults', () => port.vaultAccess.list());
  const rules = useRead('rules', () => port.rules.read());
  const open = useOpenOrganization();
  const { ledgerSeq, openRequests } = open;

  const pending = members?.ok ? members.value.filter(({ link }) => link === 'pending').length : 0;
  const waiting = invitations?.ok
    ? invitations.value.filter(({ standing }) => standing === 'open').length
    : undefined;
  const stale = vaults?.ok ? vaults.value.vaults.filter(({ keyStale }) => keyStale).length : 0;
  const counts: Partial<Record<SectionKey, number | string | undefined>> = {
    members: members?.ok ? members.value.length : undefined,
    invitations: waiting,
    groups: groups?.ok ? groups.value.length : undefined,
    vaults: vaults?.ok ? vaults.value.vaults.length : undefined,
    rules: rules?.ok
      ? `${text.rules.secondFactor.title}: ${text.rules.secondFactor.levels[rules.value.settings.secondFactor].toLowerCase()}`
      : undefined,
    addresses: rules?.ok
      ? rules.value.settings.addressListOn
        ? text.addresses.on
        : text.addresses.off
      : undefined,
    history: ledgerSeq + 1,
    requests: openRequests,
  };
  const needs: Partial<Record<SectionKey, string | false>> = {
    requests: openRequests > 0 && text.inbox.badge(openRequests),
    members: pending > 0 && `${text.members.pending}: ${pending}`,
    vaults: stale > 0 && `${text.vaultAccess.stale}: ${stale}`,
  };
  return (
    <AdministrationPage title={text.administration.title} lead={text.administration.lead}>
      <ul className="border-line border-t">
        {administrationPages(open)
          .filter(({ key }) => key !== 'overview')
          .map(({ key, to }) => (
            <li key={key} className="border-line border-b">
              <Link
                to={to}
                params={{ organization }}
                className="-mx-2 flex items-center gap-3 rounded-lg px-2 py-3 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-center gap-2 font-medium">
                    {text.administration.sections[key].title}
                    {needs[key] && <Tag tone="need">{needs[key]}</Tag>}
                  </span>
                  <span className="block text-ink-2">{text.administration.sections[key].says}</span>
                </span>
                <span className="max-w-2/5 shrink-0 text-right text-ink-2 text-sm tabular-nums">
                  {counts[key]}
                </span>
                <ChevronRight size={16} aria-hidden="true" className="shrink-0 text-ink-3" />
              </Link>
            </li>
          ))}
      </ul>
      <OperatorLimits />
    </AdministrationPage>
  );
}
