import { Avatar, buttonClass, EmptyState, LogoMark, Page, Path, type PathStep, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useSnapshot } from '../../port-context.tsx';
import { SecondWayNudge } from '../key-storage/second-way-nudge.tsx';

// Of use to those alone who began anew without their keys.
const ClosedAtHome = lazy(async () => ({
  default: (await import('../forgot-password/closed-at-home.tsx')).ClosedAtHome,
}));

/** Your organizations, or what Postern is and how to come in. */
export function HomePage() {
  const { phase } = useSnapshot();
  return phase === 'open' ? <Organizations /> : <Welcome />;
}

function Organizations() {
  const text = useText();
  const { organizations, waitingGeneration } = useSnapshot();
  const closed = waitingGeneration?.isOwn === true && (
    <Suspense>
      <ClosedAtHome />
    </Suspense>
  );
  const create = (
    <Link to="/new" className={buttonClass(organizations.length === 0 ? 'primary' : 'secondary')}>
      {text.home.create}
    </Link>
  );
  if (organizations.length === 0) {
    return (
      <Page title={text.home.title}>
        {closed === false ? (
          <EmptyState icon={<LogoMark size={48} />} title={text.home.emptyTitle} action={create}>
            {text.home.emptyLead}
          </EmptyState>
        ) : (
          closed
        )}
        <SecondWayNudge />
      </Page>
    );
  }
  return (
    <Page title={text.home.title}>
      {closed}
      <ul className="border-line border-t">
        {organizations.map((organization) => (
          <li key={organization.id} className="border-line border-b">
            <Link
              to="/$organization"
              params={{ organization: organization.address }}
              className="-mx-3 flex items-center gap-3 rounded-lg px-3 py-3 transition-colors hover:bg-hover"
            >
              <Avatar name={organization.name} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{organization.name}</span>
                {/* Until this device has entered it once, the address is all it knows of the name. */}
                {organization.name !== organization.address && (
                  <span className="block truncate text-ink-2 text-sm">/{organization.address}</span>
                )}
              </span>
              <ChevronRight size={16} aria-hidden="true" className="text-ink-3" />
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-6">{create}</div>
      <SecondWayNudge />
    </Page>
  );
}

function Welcome() {
  const text = useText();
  const { server } = useSnapshot();
  const steps: PathStep[] = Object.values(text.signUp.steps).map((label) => ({
    key: label,
    label,
    state: 'open',
  }));
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-12 sm:px-6 sm:py-24">
      <div className="-ml-3">
        <Path steps={steps} />
      </div>
      <h1 className="mt-8 text-balance font-semibold text-xl tracking-tight sm:text-[32px] sm:leading-10">
        {text.welcome.title}
      </h1>
      <p className="mt-3 max-w-prose text-ink-2 text-md">{text.welcome.lead}</p>
      <div className="mt-8 flex flex-wrap gap-3">
        {server?.signup !== 'closed' && (
          <Link to="/sign-up" className={buttonClass('primary')}>
            {text.welcome.signUp}
          </Link>
        )}
        <Link to="/sign-in" className={buttonClass(server?.signup === 'closed' ? 'primary' : 'secondary')}>
          {text.welcome.signIn}
        </Link>
      </div>
      <div className="mt-8 text-ink-2">
        {server?.signup === 'invited' && <p>{text.welcome.invitedOnly}</p>}
        {server?.signup === 'closed' && <p>{text.welcome.closed}</p>}
        {server?.supportContact !== undefined && <p>{text.welcome.contact(server.supportContact)}</p>}
      </div>
    </div>
  );
}
