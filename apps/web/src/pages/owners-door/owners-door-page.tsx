import type { OwnersDoorView } from '@postern/client';
import { Button, buttonClass, Notice, Page, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Loaded } from '../../loaded.tsx';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { DenialPage } from '../gate/denial-page.tsx';
import { DoorOpen } from './door-open.tsx';

/**
 * The owner's door. INVARIANT: it has no field; whatever the server answers, nothing secret is asked for here (attack row
 * X1).
 */
export function OwnersDoorPage() {
  const port = usePort();
  const { organization: address } = useParams({ from: '/plain/$organization/recover' });
  const { phase } = useSnapshot();
  const of = ['owners-door', address, phase];
  const load = () => port.account.openOwnersDoor(address);
  const { refetch } = useQuery({ queryKey: of, queryFn: load, enabled: false });
  return (
    <Loaded of={of} load={load}>
      {(view) => <Door view={view} address={address} onRetry={() => void refetch()} />}
    </Loaded>
  );
}

function Door({
  view,
  address,
  onRetry,
}: {
  readonly view: OwnersDoorView;
  readonly address: string;
  readonly onRetry: () => void;
}) {
  const text = useText();
  const words = text.ownersDoor;
  const { door } = useSnapshot();
  if (view.state === 'open') {
    return (
      <>
        <DoorOpen view={view} address={address} />
        {door !== undefined && <LeaveDoor />}
      </>
    );
  }
  if (view.state === 'refused') {
    return <DenialPage answer={view.gate} address={address} onRetry={onRetry} onHold={() => {}} />;
  }
  if (view.state === 'inside') {
    return (
      <Page title={words.insideTitle} lead={words.insideLead(address)}>
        <Link to="/$organization" params={{ organization: address }} className={buttonClass('primary')}>
          {words.open}
        </Link>
      </Page>
    );
  }
  return (
    <Page title={words.doubtedTitle}>
      <Notice tone="loss" urgent>
        <p>{words.doubtedLead}</p>
      </Notice>
      <p className="mt-4 text-ink-2">{words.doubtedNext}</p>
    </Page>
  );
}

function LeaveDoor() {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  return (
    <div className="mx-auto w-full max-w-2xl px-4 pb-12 sm:px-6">
      <Button
        onClick={() => void port.account.leaveOwnersDoor().then(() => navigate({ to: '/', replace: true }))}
      >
        {text.ownersDoor.leave}
      </Button>
    </div>
  );
}
