import type { InvitationView } from '@postern/client';
import { Tag, type Tone, Tooltip, type UiText } from '@postern/ui';
import { RefusalSentence } from '../../../refusal-text.tsx';
import { sayShortDay } from '../shared/days.ts';
import { SetLine } from '../shared/set-line.tsx';
import type { DataColumn } from '../table/data-table.tsx';
import type { Facet } from '../table/facets.tsx';

const tones: Record<InvitationView['standing'], Tone> = {
  open: 'accent',
  expired: 'need',
  void: 'need',
  revoked: 'plain',
};

/** Whether a mail that should have gone out has not. */
function mailWaits({ mail, standing }: InvitationView): boolean {
  return standing === 'open' && mail.state === 'waiting';
}

/** Columns of the list of invitations. */
export function invitationColumns(text: UiText): readonly DataColumn<InvitationView>[] {
  const { invitations } = text;
  return [
    {
      key: 'email',
      header: invitations.address,
      width: 'minmax(0, 2fr)',
      searched: ({ email }) => email,
      sortedBy: ({ email }) => email,
      cell: ({ email }) => <span className="font-medium wrap-anywhere">{email}</span>,
    },
    {
      key: 'state',
      header: invitations.state,
      width: 'minmax(0, 1fr)',
      searched: ({ standing }) => invitations.standings[standing],
      sortedBy: ({ standing }) => invitations.standings[standing],
      cell: ({ standing }) => (
        <span className="flex">
          <Tooltip content={invitations.standingSays[standing]}>
            <button type="button" className="rounded-full">
              <Tag tone={tones[standing]}>{invitations.standings[standing]}</Tag>
            </button>
          </Tooltip>
        </span>
      ),
    },
    {
      key: 'delivery',
      header: invitations.delivery,
      width: 'minmax(0, 1.6fr)',
      searched: ({ delivery }) => invitations.deliveries[delivery],
      sortedBy: ({ delivery }) => invitations.deliveries[delivery],
      cell: (invitation) => (
        <span className="block">
          {invitations.deliveries[invitation.delivery]}
          {invitation.mail.state !== 'none' && (
            <span className={`block text-xs ${mailWaits(invitation) ? 'text-need' : 'text-ink-3'}`}>
              {invitations.mail[invitation.mail.state]}
              {invitation.mail.state === 'waiting' && invitation.mail.refused !== undefined && (
                <>
                  {': '}
                  <RefusalSentence refusal={invitation.mail.refused} />
                </>
              )}
            </span>
          )}
        </span>
      ),
    },
    {
      key: 'gives',
      header: invitations.gives,
      width: 'minmax(0, 1.3fr)',
      searched: ({ role, groups }) =>
        `${text.members.roles[role]} ${groups.map(({ name }) => name).join(' ')}`,
      cell: ({ role, groups, vaultCount }) => (
        <span className="block">
          {text.members.roles[role]}
          <span className="block text-ink-3 text-xs">{invitations.giving(groups.length, vaultCount)}</span>
        </span>
      ),
    },
    {
      key: 'expires',
      header: invitations.expires,
      width: 'minmax(0, 1fr)',
      sortedBy: ({ expiresAtMs }) => expiresAtMs,
      cell: ({ expiresAtMs }) => sayShortDay(expiresAtMs, text.locale),
    },
    {
      key: 'made',
      header: invitations.made,
      width: 'minmax(0, 1.3fr)',
      searched: ({ made }) => made.by,
      sortedBy: ({ made }) => -made.atMs,
      cell: ({ made }) => <SetLine set={made} short />,
    },
  ];
}

/** Kinds of invitations that are looked for most. */
export function invitationFacets(text: UiText): readonly Facet<InvitationView>[] {
  const { facets } = text.invitations;
  return [
    { key: 'open', label: facets.open, matches: ({ standing }) => standing === 'open' },
    { key: 'expired', label: facets.expired, matches: ({ standing }) => standing === 'expired' },
    { key: 'trouble', label: facets.trouble, matches: mailWaits },
  ];
}
