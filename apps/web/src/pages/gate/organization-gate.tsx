import type { GateAnswer } from '@postern/contract';
import { buttonClass, Page, SkeletonRows, useHotkeys, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatchRoute, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { Frame } from '../../shell/frame.tsx';
import { KitReminder } from '../administration/recovery-key/kit-reminder.tsx';
import { DenialPage } from './denial-page.tsx';
import { RecipientsDialog } from './recipients-dialog.tsx';

/**
 * Stands before every page of an organization. It asks the gate on entering; from then on the snapshot follows the
 * gate by itself, so that a page turns into its denial the moment the gate closes.
 */
export function OrganizationGate() {
  const text = useText();
  const port = usePort();
  const { organization: address } = useParams({ from: '/$organization' });
  const { entered, phase } = useSnapshot();
  const matchRoute = useMatchRoute();
  const { data: asked, refetch } = useQuery({
    queryKey: ['gate', address, phase],
    queryFn: () => port.organization.enter(address),
    staleTime: 0,
    gcTime: 0,
    throwOnError: true,
  });
  useHotkeys({ l: () => void port.account.lock() });
  const [held, setHeld] = useState<{ readonly address: string; readonly gate: GateAnswer }>();
  const retry = () => void refetch().then(() => setHeld(undefined));
  const isHeld = held?.address === address;
  const here = entered?.address === address ? entered : undefined;
  const gate = here?.gate ?? (asked?.ok === true ? asked.value : undefined);

  if (asked?.ok === false && here === undefined) {
    const isUnfinished = asked.code === 'recovery_interrupted';
    return (
      <Frame>
        <Page title={isUnfinished ? text.ownersDoor.unfinishedTitle : `/${address}`}>
          <RefusalNotice refusal={asked} />
          {isUnfinished && (
            <p className="mt-5">
              <Link
                to="/$organization/recover"
                params={{ organization: address }}
                className={buttonClass('primary')}
              >
                {text.ownersDoor.enter}
              </Link>
            </p>
          )}
        </Page>
      </Frame>
    );
  }
  if (gate === undefined || (!isHeld && gate.allowed && here?.open === undefined)) {
    return (
      <Frame>
        <div className="mx-auto max-w-2xl py-12">
          <SkeletonRows rows={5} label={text.denial.checking} />
        </div>
      </Frame>
    );
  }
  // What is shown once on this page is read in peace, although the gate would let the person in by now.
  const shown = isHeld ? held.gate : gate;
  // The kit is made behind the very denial it ends.
  const makingKit =
    shown.denial?.code === 'setup_required' &&
    shown.denial.remedies.includes('make_recovery_kit') &&
    matchRoute({ to: '/$organization/setup' }) !== false;
  if (!shown.allowed && !makingKit) {
    return (
      <Frame>
        <DenialPage
          answer={shown}
          address={address}
          onRetry={retry}
          onHold={() => setHeld({ address, gate: shown })}
        />
      </Frame>
    );
  }
  return (
    <Frame filled={matchRoute({ to: '/$organization' }) !== false}>
      {gate.allowed && matchRoute({ to: '/$organization/administration/recovery-key' }) === false && (
        <KitReminder />
      )}
      <Outlet />
      <RecipientsDialog />
    </Frame>
  );
}
