import { CSPProvider } from '@base-ui/react/csp-provider';
import type { ClientPort } from '@postern/client';
import { en, TextProvider, ToastProvider } from '@postern/ui';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { StepUpProvider } from './pages/second-factor/step-up.tsx';
import { forgetTags } from './pages/vault/tag-ids.ts';
import { PortProvider } from './port-context.tsx';
import { createAppRouter } from './routes.tsx';

/** The whole interface over a client. */
export function App({ port }: { readonly port: ClientPort }) {
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

  return (
    <CSPProvider disableStyleElements>
      <TextProvider text={en}>
        <PortProvider port={port}>
          <QueryClientProvider client={queries}>
            <ToastProvider>
              <RouterProvider router={router} InnerWrap={StepUpProvider} />
            </ToastProvider>
          </QueryClientProvider>
        </PortProvider>
      </TextProvider>
    </CSPProvider>
  );
}
