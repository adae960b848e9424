import type { OwnersDoorView } from '@postern/client';
import { Button, buttonClass, Notice, Page, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { DenialPage } from '../gate/denial-page.tsx';
import { CameBack } from './came-back.tsx';
import { DoorOpen } from './door-open.tsx';
import { GiveUp } from './give-up.tsx';
import { LostKit } from './lost-kit.tsx';
import { Unfinished } from './unfinished.tsx';

/**
 * The owner's door. INVARIANT: whatever the server answers, nothing secret is asked for before the device or the kit has
 * said which organization this is (attack row X1).
 */
export function OwnersDoorPage() {
  const port = usePort();
  const { organization: address } = useParams({ from: '/plain/$organization/recover' });
  const { lost = false } = useSearch({ from: '/plain/$organization/recover' });
  const navigate = useNavigate();
  const { phase } = useSnapshot();
  const [done, setDone] = useState<{ readonly address: string; readonly entered: boolean }>();
  // Coming back opens the keys: the page it is done on stays what it was until it is through.
  const [firstPhase] = useState(phase);
  const of = ['owners-door', address, firstPhase];
  const load = () => port.account.openOwnersDoor(address);
  const { refetch } = useQuery({ queryKey: of, queryFn: load, enabled: false });
  const showLost = (isLost: boolean) =>
    void navigate({
      to: '/$organization/recover',
      params: { organization: address },
      search: isLost ? { lost: true } : {},
    });
  if (done?.address === address) return <CameBack address={address} entered={done.entered} />;
  return (
    <Loaded of={of} load={load}>
      {(view) =>
        lost && view.state === 'open' ? (
          <LostKit view={view} address={address} onFound={() => showLost(false)} />
        ) : (
          <Door
            view={view}
            address={address}
            onRetry={() => void refetch()}
            onDone={(entered) => setDone({ address, entered })}
            onLost={() => showLost(true)}
          />
        )
      }
    </Loaded>
  );
}

function Door({
  view,
  address,
  onRetry,
  onDone,
  onLost,
}: {
  readonly view: OwnersDoorView;
  readonly address: string;
  readonly onRetry: () => void;
  readonly onDone: (entered: boolean) => void;
  readonly onLost: () => void;
}) {
  const text = useText();
  const words = text.ownersDoor;
  const { door } = useSnapshot();
  if (view.state === 'open') {
    return (
      <>
        <DoorOpen view={view} address={address} onDone={onDone} onLost={onLost} />
        {door !== undefined && <LeaveDoor />}
      </>
    );
  }
  if (view.state === 'refused') {
    // Without a confirmed kit there is no code: what is left to its owner is to give the organization up.
    const mayGiveUp = view.gate.denial?.remedies.includes('give_up_organization') === true;
    return (
      <>
        <DenialPage answer={view.gate} address={address} onRetry={onRetry} onHold={() => {}} />
        {mayGiveUp && (
          <div className="mx-auto w-full max-w-5xl px-4 sm:px-6">
            <GiveUp address={address} />
          </div>
        )}
      </>
    );
  }
  if (view.state === 'unfinished') return <Unfinished address={address} onDone={onDone} />;
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
