import { push } from '@postern/ui/push-words';
import type { ServiceWorkerScope } from './service-worker-scope.ts';

/** What the page is told when a notification was pressed and it is open already. */
export interface OpenPath {
  readonly open: string;
}

const requestId = /^[\w-]{22}$/;

/** The page of the request that a push names; of the phone when it names none. What came is the push service's word. */
export function pathOfPush(data: unknown): string {
  const request = typeof data === 'object' && data !== null && 'request' in data ? data.request : undefined;
  return typeof request === 'string' && requestId.test(request) ? `/phone/requests/${request}` : '/phone';
}

/** Says that a device asks. One at a time: a second question takes the place of the first, which the page shows as well. */
export function showPush({ registration }: ServiceWorkerScope, data: unknown): Promise<void> {
  return registration.showNotification(push.title, {
    body: push.body,
    tag: 'device-asks',
    icon: '/app/icon-192.png',
    badge: '/app/badge-96.png',
    requireInteraction: true,
    data: pathOfPush(data),
  });
}

/** Brings the person to the very request: in the app where it is open, else in a new window of it. */
export async function openFromPush({ clients, location }: ServiceWorkerScope, path: unknown): Promise<void> {
  const wanted = typeof path === 'string' ? path : '/phone';
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find(({ url }) => new URL(url).pathname.startsWith('/app/'));
  if (open === undefined) {
    await clients.openWindow(new URL(`/app${wanted}`, location.origin).href);
    return;
  }
  await open.focus();
  open.postMessage({ open: wanted } satisfies OpenPath);
}
