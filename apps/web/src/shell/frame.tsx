import { Button, buttonClass, Logo, Notice, PageFrame, useText } from '@postern/ui';
import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { usePort, useSnapshot } from '../port-context.tsx';
import { RefusalSentence } from '../refusal-text.tsx';
import { AccountMenu } from './account-menu.tsx';
import { OrganizationSwitcher } from './organization-switcher.tsx';

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
        snapshot.organizations.length > 0 && snapshot.phase === 'open' && <OrganizationSwitcher />
      }
      account={
        snapshot.phase === 'open' ? (
          <AccountMenu />
        ) : snapshot.phase === 'locked' ? (
          <Button kind="quiet" onClick={() => void port.account.signOut()}>
            {text.frame.signOut}
          </Button>
        ) : snapshot.phase === 'signed-out' && address !== '/sign-in' ? (
          <Link to="/sign-in" className={buttonClass('quiet')}>
            {text.frame.signIn}
          </Link>
        ) : undefined
      }
      banner={<Banner />}
    >
      {children}
    </PageFrame>
  );
}

function Banner() {
  const text = useText();
  const { alarm, online, entered, server } = useSnapshot();
  if (alarm !== undefined) {
    return (
      <div className="px-4 pt-3 sm:px-6">
        <Notice tone="loss" urgent title={text.frame.alarmTitle}>
          <p>
            <RefusalSentence refusal={alarm} />
          </p>
          <p className="text-ink-2">{text.frame.alarmLead}</p>
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
  if (line === undefined) return null;
  return (
    <div role="status" className="border-line border-b bg-need-soft px-4 py-1.5 text-need text-sm sm:px-6">
      {line}
    </div>
  );
}
