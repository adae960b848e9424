import { classNames, EmptyState, LogoMark, SkeletonRows, useText } from '@postern/ui';
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useOpenOrganization } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { RequestList } from './request-list.tsx';
import { useRequests } from './use-requests.ts';

/** The list of requests; one that is open stands beside it on a desk and in its place on a phone. */
export function RequestsPage() {
  const text = useText();
  const words = text.inbox;
  const { organization } = useParams({ from: '/$organization' });
  const { request: selected } = useParams({ strict: false });
  const { settled } = useSearch({ from: '/$organization/administration/requests' });
  const navigate = useNavigate();
  const { openRequests } = useOpenOrganization();
  const which = settled ? 'settled' : 'open';
  const { rows, refusal, readOn } = useRequests(which);
  // The page is about the request that is open, else about all of them.
  const Heading = selected === undefined ? 'h1' : 'h2';
  return (
    <div className="flex min-w-0 gap-8">
      <section
        aria-labelledby="inbox"
        className={classNames(
          'flex min-w-0 flex-col lg:sticky lg:top-4 lg:h-[calc(100dvh-7.5rem)] lg:w-80 lg:shrink-0',
          selected === undefined ? 'h-[calc(100dvh-10rem)] w-full' : 'hidden lg:flex',
        )}
      >
        <Heading id="inbox" className="font-semibold text-xl tracking-tight">
          {words.title}
        </Heading>
        <p role="status" className="mt-1 text-ink-2">
          {words.waiting(openRequests)}
        </p>
        <p id="inbox-keys" className="sr-only">
          {words.keys}
        </p>
        <nav aria-label={words.which} className="mt-3 mb-2 flex gap-1 border-line border-b pb-2">
          {([undefined, true] as const).map((one) => (
            <Link
              key={String(one)}
              to="/$organization/administration/requests"
              params={{ organization }}
              search={one === undefined ? {} : { settled: one }}
              activeProps={{}}
              aria-current={settled === one ? 'page' : undefined}
              className={classNames(
                'rounded-lg px-2.5 py-1 text-sm transition-colors',
                settled === one ? 'bg-accent-soft font-medium text-accent' : 'text-ink-2 hover:bg-hover',
              )}
            >
              {one === undefined ? words.open : words.settled}
            </Link>
          ))}
        </nav>
        <RefusalNotice refusal={refusal} />
        {rows === undefined ? (
          <SkeletonRows rows={5} label={text.frame.loading} />
        ) : rows.length === 0 ? (
          <EmptyState
            icon={<LogoMark size={40} />}
            title={settled ? words.noneSettledTitle : words.emptyTitle}
          >
            {settled ? words.noneSettledLead : words.emptyLead}
          </EmptyState>
        ) : (
          <RequestList
            rows={rows}
            selected={selected}
            readOn={readOn}
            onOpen={(request) =>
              void navigate({
                to: '/$organization/administration/requests/$request',
                params: { organization, request },
                search: settled === undefined ? {} : { settled },
              })
            }
          />
        )}
      </section>
      <div className={classNames('min-w-0 flex-1', selected === undefined && 'hidden lg:block')}>
        <Outlet />
      </div>
    </div>
  );
}

/** Beside the list while none is open. */
export function NoRequestPage() {
  const { inbox: words } = useText();
  return (
    <EmptyState icon={<LogoMark size={44} />} title={words.pickTitle}>
      {words.pickLead}{' '}
      <Link
        to="/help/guides/$guide"
        params={{ guide: 'when-somebody-cannot-get-in' }}
        className="prose-link whitespace-nowrap"
      >
        {words.guide}
      </Link>
    </EmptyState>
  );
}
