import { push } from '@postern/ui/push-words';
import { openAsked } from './open-asked.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';

/** Leads to the newest request: the push itself does not say which one it is about. */
const askedPath = '/app/phone?asked=true';

/** Says that a device asks. One at a time: a second question takes the place of the first, and the page shows both. */
export function showPush({ registration }: ServiceWorkerScope): Promise<void> {
  return registration.showNotification(push.title, {
    body: push.body,
    tag: 'device-asks',
    icon: '/app/icon-192.png',
    badge: '/app/badge-96.png',
    requireInteraction: true,
  });
}

/** Brings the person to the very request: in the app where it is open, else in a new window of it. */
export async function openFromPush({ clients, location }: ServiceWorkerScope): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = windows.find(({ url }) => new URL(url).pathname.startsWith('/app/'));
  if (open === undefined) {
    await clients.openWindow(new URL(askedPath, location.origin).href);
    return;
  }
  open.postMessage(openAsked);
  // Without a person's press a browser brings no window forward; the page has gone there all the same.
  await open.focus().catch(() => undefined);
}
