import type { Page } from 'playwright-core';

/** Hands the service worker of this page a push, as the browser does when its push service has brought one. */
export async function deliverPush(page: Page, data: string): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const devTools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations;
      if (one !== undefined) resolve(one.registrationId);
    });
  });
  await devTools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const { origin } = new URL(page.url());
  await devTools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  await devTools.detach();
}

/** What the system shows for this page's service worker, and the press of it. */
export const notifications = {
  titles: (page: Page): Promise<string[]> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title }) => title);
    }),
  press: async (page: Page): Promise<void> => {
    const [worker] = page.context().serviceWorkers();
    if (worker === undefined) throw new Error('no service worker runs');
    await worker.evaluate(async () => {
      const scope = globalThis as unknown as {
        readonly registration: ServiceWorkerRegistration;
        readonly NotificationEvent: new (name: string, of: object) => Event;
      };
      const [notification] = await scope.registration.getNotifications();
      dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
    });
  },
};
