import type { OpenedRequest } from '@postern/client';
import { isId, type RequestId } from '@postern/core';
import { EmptyState, Notice, SkeletonRows, sayWhen, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useOpenOrganization, usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useFocusKept } from '../../../use-focus-kept.ts';
import { Quote } from '../../asking/request-state.tsx';
import { CheckAccessLink } from '../check/check-access-link.tsx';
import { askedClients, type CheckSearch } from '../check/check-search.ts';
import { ResentPanel } from '../invitations/resent-panel.tsx';
import { RequestHead } from './request-head.tsx';
import { SettleForm } from './settle-form.tsx';
import { SettledRequest } from './settled-request.tsx';
import { useResending } from './use-resending.ts';
import { useSettling } from './use-settling.ts';

/** One request: who asks, what stands in the way, what can be done, in one visit. */
export function RequestPage() {
  const text = useText();
  const { organization, request } = useParams({
    from: '/$organization/administration/requests/$request',
  });
  return (
    <>
      <Link
        to="/$organization/administration/requests"
        params={{ organization }}
        className="mb-4 inline-flex items-center gap-1.5 rounded-sm text-ink-2 text-sm hover:text-ink lg:hidden"
      >
        <ArrowLeft size={14} aria-hidden="true" />
        {text.inbox.back}
      </Link>
      {isId(request) ? <Known key={request} id={request as RequestId} /> : <Gone />}
    </>
  );
}

function Known({ id }: { readonly id: RequestId }) {
  const text = useText();
  const { inbox } = usePort().requests;
  const { id: organization, ledgerSeq, requestsRevision } = useOpenOrganization();
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['request', organization, id, ledgerSeq, requestsRevision],
    queryFn: () => inbox.open(id),
    placeholderData: (before) => before,
    throwOnError: true,
  });
  if (data === undefined) return <SkeletonRows rows={6} label={text.frame.loading} />;
  if (!data.ok) return data.code === 'not_found' ? <Gone /> : <RefusalNotice refusal={data} />;
  const readAgain = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['request', organization, id] }),
      queries.invalidateQueries({ queryKey: ['requests', organization] }),
      queries.invalidateQueries({ queryKey: ['administration'] }),
    ]);
  return <Opened request={data.value} onChanged={readAgain} />;
}

function Opened({
  request,
  onChanged,
}: {
  readonly request: OpenedRequest;
  readonly onChanged: () => Promise<unknown>;
}) {
  const { inbox: words } = useText();
  const settling = useSettling(request, onChanged);
  const resending = useResending(request.request, onChanged);
  const kept = useFocusKept<HTMLElement>(request.state, 'section[tabindex], h2[tabindex]');
  return (
    <article {...kept} className="max-w-2xl">
      <div role="status">
        {settling.wasLate && (
          <div className="mb-4">
            <Notice tone="need" title={words.fasterTitle}>
              {request.state !== 'open' && <SettledLine request={request} />} {words.fasterLead}
            </Notice>
          </div>
        )}
      </div>
      <ResentPanel
        made={resending.made === undefined ? [] : [resending.made]}
        onDismiss={resending.dismiss}
      />
      <RequestHead request={request}>
        <CheckAccessLink search={checkOf(request)} label={words.check} isPlain />
      </RequestHead>
      {request.state === 'open' ? (
        <SettleForm request={request} settling={settling} resending={resending} />
      ) : (
        <SettledRequest request={request} settling={settling}>
          <SettledLine request={request} />
          {request.answer !== undefined && request.answer !== '' && (
            <Quote label={words.states.refused}>{request.answer}</Quote>
          )}
        </SettledRequest>
      )}
    </article>
  );
}

/** The same attempt, as the page of checks asks about it. */
function checkOf({ member, email, clientKind, address }: OpenedRequest): CheckSearch {
  return {
    ...(member === undefined ? { email } : { member }),
    client: askedClients.find((each) => each === clientKind),
    from: address,
  };
}

/** How it ended: "Granted by dana@northwind.example, 4 minutes ago". */
function SettledLine({ request }: { readonly request: OpenedRequest }) {
  const text = useText();
  const words = text.inbox;
  const when = sayWhen(request.settledAtMs ?? request.lastAskedAtMs, Date.now(), text);
  const state = words.states[request.state];
  return (
    <span className="font-medium wrap-anywhere">
      {request.settledBy === undefined
        ? words.settledAlone(state, when)
        : words.settledBy(state, request.settledBy, when)}
      .
    </span>
  );
}

function Gone() {
  const { inbox: words } = useText();
  return (
    <>
      <h1 className="sr-only">{words.goneTitle}</h1>
      <EmptyState title={words.goneTitle}>{words.goneLead}</EmptyState>
    </>
  );
}
