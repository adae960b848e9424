import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ClientPort } from '@postern/client';
import { en, TextProvider, ToastProvider } from '@postern/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { StepUpProvider } from './pages/second-factor/step-up.tsx';
import { forgetTags } from './pages/vault/tag-ids.ts';
import { ApproverProvider } from './phone/approver-context.tsx';
import { onOpenFromPush } from './phone/open-from-push.ts';
import type { PageApprover } from './phone/page-approver.ts';
import { PortProvider } from './port-context.tsx';
import { createAppRouter } from './routes.tsx';

export interface AppProps {
  readonly port: ClientPort;
  /** Only the installed app is a phone. */
  readonly approver?: PageApprover | undefined;
}

/** The whole interface over a client. */
export function App({ port, approver }: AppProps) {
  const [router] = useState(createAppRouter);
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, networkMode: 'always' } },
      }),
  );

  // Nothing that was read while open stays in memory once the keys are closed.
  useEffect(
    () =>
      port.subscribe(() => {
        if (port.snapshot().phase === 'open') return;
        queries.clear();
        forgetTags();
      }),
    [port, queries],
  );

  useEffect(
    () =>
      approver === undefined
        ? undefined
        : onOpenFromPush(() => void router.navigate({ to: '/phone', search: { asked: true } })),
    [approver, router],
  );

  return (
    <CSPProvider disableStyleElements>
      <TextProvider text={en}>
        <PortProvider port={port}>
          <ApproverProvider approver={approver}>
            <QueryClientProvider client={queries}>
              <ToastProvider>
                <RouterProvider router={router} InnerWrap={StepUpProvider} />
              </ToastProvider>
            </QueryClientProvider>
          </ApproverProvider>
        </PortProvider>
      </TextProvider>
    </CSPProvider>
  );
}
