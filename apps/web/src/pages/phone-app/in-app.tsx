import { buttonClass, Page, SkeletonRows, useText } from '@postern/ui';
import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { appBase } from '../../app-shell/base.ts';
import { usePhoneIfApp } from '../../phone/approver-context.tsx';

/** Draws a page of the phone once the phone's own store is read; elsewhere, the way to the installed app. */
export function InApp({ children }: { readonly children: () => ReactNode }) {
  const text = useText();
  const words = text.phoneApp;
  const phone = usePhoneIfApp();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (phone === undefined) {
    return (
      <Page title={words.elsewhereTitle} lead={words.elsewhereLead}>
        <a href={`${appBase}${path}`} className={buttonClass('primary')}>
          {words.elsewhereOpen}
        </a>
      </Page>
    );
  }
  if (phone.phase === 'starting') {
    return (
      <div className="mx-auto max-w-2xl px-4 py-12 sm:px-6">
        <SkeletonRows rows={3} label={text.frame.loading} />
      </div>
    );
  }
  return children();
}
