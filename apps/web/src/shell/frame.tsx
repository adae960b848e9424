import { Button, buttonClass, Logo, Notice, PageFrame, useText } from '@postern/ui';
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { usePort, useSnapshot } from '../port-context.tsx';
import { isBlockingAlarm, RefusalSentence } from '../refusal-text.tsx';
import { ComingRule } from './coming-rule.tsx';
import { KeysChangedLine } from './keys-changed-line.tsx';
import { NewerBuildLine } from './newer-build-line.tsx';
import { PhoneLink } from './phone-link.tsx';

// Menus are of no use before sign-in, so they are not part of the first load.
const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }));
const OrganizationSwitcher = lazy(async () => ({
  default: (await import('./organization-switcher.tsx')).OrganizationSwitcher,
}));

// A rare and urgent matter of its own, so it is no part of the first load.
const WaitingGenerationLine = lazy(async () => ({
  default: (await import('./waiting-generation-line.tsx')).WaitingGenerationLine,
}));

/** Header and banners around every page. Offline, behind and alarms are states of the whole frame. */
export function Frame({
  children,
  filled = false,
}: {
  readonly children: ReactNode;
  readonly filled?: boolean;
}) {
  const text = useText();
  const snapshot = useSnapshot();
  const port = usePort();
  // Once there was something to refuse, it stays to say what became of it.
  const [somethingWaited, setSomethingWaited] = useState(false);
  if (!somethingWaited && snapshot.waitingGeneration?.isOwn === false) setSomethingWaited(true);
  const address = useRouterState({ select: (state) => state.location.pathname });
  return (
    <PageFrame
      filled={filled}
      home={
        <Link to="/" aria-label={text.frame.home} className="inline-flex shrink-0 items-center rounded-md">
          <Logo nameHidden={snapshot.entered !== undefined && filled} />
        </Link>
      }
      organization={
        snapshot.organizations.length > 0 &&
        snapshot.phase === 'open' && (
          <Suspense>
            <OrganizationSwitcher />
          </Suspense>
        )
      }
      account={
        <>
          <PhoneLink />
          {snapshot.phase === 'open' ? (
            <Suspense>
              <AccountMenu />
            </Suspense>
          ) : snapshot.phase === 'locked' ? (
            <Button kind="quiet" onClick={() => void port.account.signOut()}>
              {text.frame.signOut}
            </Button>
          ) : snapshot.phase === 'signed-out' && address !== '/sign-in' ? (
            <Link to="/sign-in" className={buttonClass('quiet')}>
              {text.frame.signIn}
            </Link>
          ) : undefined}
        </>
      }
      banner={
        <>
          <NewerBuildLine />
          {snapshot.phase === 'open' && somethingWaited && (
            <Suspense>
              <WaitingGenerationLine />
            </Suspense>
          )}
          <Banner />
        </>
      }
    >
      {children}
    </PageFrame>
  );
}

function Banner() {
  const text = useText();
  const { alarm, online, entered, server } = useSnapshot();
  if (alarm !== undefined) {
    const blocking = isBlockingAlarm(alarm);
    // A colleague may be at fault as well as the server, and the page below says what to do.
    const isUnproven = alarm.code === 'relink_proof_wrong';
    return (
      <div className="border-line border-b px-3 py-3">
        <Notice
          tone={blocking ? 'loss' : 'need'}
          urgent
          title={
            isUnproven
              ? text.relink.unproven.title
              : blocking
                ? text.frame.alarmTitle
                : text.frame.warningTitle
          }
        >
          <p>
            <RefusalSentence refusal={alarm} />
          </p>
          {blocking && !isUnproven && <p className="text-ink-2">{text.frame.alarmLead}</p>}
        </Notice>
      </div>
    );
  }
  const line = !online
    ? text.frame.offline
    : entered?.open?.sync.state === 'behind'
      ? text.frame.behind
      : server?.forwardingHeadersIgnored
        ? text.frame.forwardingIgnored
        : undefined;
  if (line === undefined) {
    return (
      entered?.open && (
        <>
          <KeysChangedLine organization={entered.open} />
          <ComingRule organization={entered.open} />
        </>
      )
    );
  }
  return (
    <div role="status" className="border-line border-b bg-need-soft px-4 py-1.5 text-need text-sm sm:px-6">
      {line}
    </div>
  );
}
