import { SkeletonRows, useText } from '@postern/ui';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useSnapshot } from '../port-context.tsx';
import { Frame } from '../shell/frame.tsx';
import { LockedPage } from './account/locked-page.tsx';

// Of use to those alone whose password brings no keys back, so it is no part of the first load.
const KeysNeededPage = lazy(async () => ({
  default: (await import('./key-storage/keys-needed-page.tsx')).KeysNeededPage,
}));

/** Pages anybody may read, whatever the state of the session; the phone has keys of its own. */
const openPaths = /^\/(?:help(?:\/.*)?|phone(?:\/.*)?|sign-in|sign-up|forgot-password|invitation)?$/;

/** The owner's door, which stands open to a session without keys. */
const doorPaths = /^(?:\/[^/]+)?\/recover$/;

/**
 * Decides what stands in the window: the page, the lock, or the way to sign in. Pages of an organization draw their
 * own frame, because the vault fills the window and others do not.
 */
export function RootLayout() {
  const text = useText();
  const navigate = useNavigate();
  const { phase, door } = useSnapshot();
  const { pathname, href } = useRouterState({ select: (state) => state.location });
  const isAtDoor = door !== undefined && doorPaths.test(pathname);
  const isOpenPath = isAtDoor || openPaths.test(pathname);
  const mustSignIn = phase === 'signed-out' && !isOpenPath;

  useEffect(() => {
    if (mustSignIn) void navigate({ to: '/sign-in', search: { next: href }, replace: true });
  }, [mustSignIn, navigate, href]);

  if (phase === 'locked' && !isAtDoor && !/^\/(?:help|phone|forgot-password)(?:\/|$)/.test(pathname)) {
    return (
      <Frame>
        <LockedPage />
      </Frame>
    );
  }
  if (
    phase === 'keys-needed' &&
    !/^\/(?:help|phone|forgot-password|account\/forgot-phone)(?:\/|$)/.test(pathname)
  ) {
    return (
      <Frame>
        <Suspense fallback={<SkeletonRows rows={3} label={text.frame.loading} />}>
          <KeysNeededPage />
        </Suspense>
      </Frame>
    );
  }
  if (phase === 'starting' || mustSignIn) {
    if (!isOpenPath || pathname === '/') {
      return (
        <Frame>
          <div className="mx-auto max-w-2xl py-12">
            <SkeletonRows rows={3} label={text.frame.loading} />
          </div>
        </Frame>
      );
    }
  }
  return <Outlet />;
}

/** The frame around every page outside an organization. */
export function PlainLayout() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}
