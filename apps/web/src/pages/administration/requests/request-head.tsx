import { arches, plainSentence, sentence } from '@postern/access';
import type { OpenedRequest } from '@postern/client';
import { Path, sayExactly, sayWhen, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePort } from '../../../port-context.tsx';
import { Quote } from '../../asking/request-state.tsx';
import { sayDay } from '../shared/days.ts';
import { useRead } from '../shared/read.tsx';
import { isInside } from './choices.ts';
import { sayClient, sayPermission, sayRight, sayVault } from './remedy-words.ts';

/** Who asks, from where, in one sentence; what they read, what they wrote, and the gate as it stands for them. */
export function RequestHead({
  request,
  children,
}: {
  readonly request: OpenedRequest;
  /** Beside the link to the member. */
  readonly children?: ReactNode;
}) {
  const text = useText();
  const words = text.inbox;
  const when = sayWhen(request.lastAskedAtMs, Date.now(), text);
  const { address, clientKind, clientVersion } = request;
  const isTold = address !== undefined && clientKind !== undefined;
  const denial = request.checks.find((check) => check.denial?.code === request.code)?.denial;
  return (
    <header>
      <h1 className="text-balance font-semibold text-lg tracking-tight wrap-anywhere">
        {isInside(request.code) || !isTold
          ? words.needs(request.email, sayThing(request, text))
          : words.was(request.email, when, address, sayClient(clientKind, text))}
      </h1>
      <p className="mt-1 text-ink-2" title={sayExactly(request.lastAskedAtMs, text)}>
        <Who request={request} />
        {clientVersion !== undefined && ` · ${words.version(clientVersion)}`}
        {!isTold && ` · ${when}`}
        {isTold && isInside(request.code) && ` · ${when}, ${address}, ${sayClient(clientKind, text)}`}
      </p>
      <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        <MemberLink request={request} />
        {children}
      </p>
      <p className="mt-3">
        <span className="text-ink-2">{words.theySee}: </span>“
        {denial === undefined ? sentenceInside(request) : sentence(denial.code, denial.params)}”
      </p>
      {request.note !== '' && (
        <div className="mt-3">
          <p className="text-ink-2 text-sm">{words.note}</p>
          <Quote label={words.note}>{request.note}</Quote>
        </div>
      )}
      <p className="mt-3 text-ink-2 text-sm empty:hidden">
        {[
          request.times > 1 && words.asked(request.times, sayWhen(request.askedAtMs, Date.now(), text)),
          request.mail === 'waiting' && words.mailWaiting,
          request.state === 'open' && words.expires(sayDay(request.expiresAtMs, text.locale)),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {showsGate(request) && (
        <div className="mt-5 -ml-3">
          <Path steps={request.path.map(({ arch, state }) => ({ key: arch, label: arches[arch], state }))} />
        </div>
      )}
    </header>
  );
}

type Text = ReturnType<typeof useText>;

function sentenceInside({ code, about }: OpenedRequest): string {
  if (about?.kind === 'permission') return sentence(code, { permission: about.permission });
  if (about?.kind === 'vault' && about.right !== undefined) return sentence(code, { right: about.right });
  return plainSentence(code);
}

/** What somebody inside asks for. */
function sayThing({ code, about, vaultName }: OpenedRequest, text: Text): string {
  const { thing } = text.inbox;
  if (about?.kind === 'permission') return thing.permission(sayPermission(about.permission, text));
  if (about?.kind === 'vault') {
    const vault = sayVault(vaultName, text);
    return about.right === undefined ? thing.vault(vault) : thing.right(sayRight(about.right, text), vault);
  }
  return code === 'personal_vault_disabled' ? thing.personalVaults : thing.other;
}

function Who({ request }: { readonly request: OpenedRequest }) {
  const text = useText();
  const words = text.inbox;
  const { people } = usePort().administration;
  const members = useRead('members', () => people.list());
  if (request.member === undefined) return words.stranger;
  const member = members?.ok ? members.value.find(({ id }) => id === request.member) : undefined;
  const since = member?.sinceMs ?? request.memberSince?.atMs;
  const role = words.roles[member?.role ?? 'member'];
  return since === undefined ? role : words.memberSince(role, sayDay(since, text.locale));
}

function MemberLink({ request }: { readonly request: OpenedRequest }) {
  const { inbox: words } = useText();
  const { organization } = useParams({ from: '/$organization' });
  if (request.member === undefined) return null;
  return (
    <Link
      to="/$organization/administration/members/$member"
      params={{ organization, member: request.member }}
      className="prose-link"
    >
      {words.seePerson}
    </Link>
  );
}

/** Of somebody who is inside, the gate tells something only where it is shut by now. */
function showsGate({ code, path }: OpenedRequest): boolean {
  return isInside(code) ? path.some(({ state }) => state !== 'open') : path.length > 0;
}
