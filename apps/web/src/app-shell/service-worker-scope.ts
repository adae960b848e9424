/**
 * What a service worker is given, as far as ours uses it: the types of pages and those of service workers contradict each
 * other within one program.
 */
export interface ServiceWorkerScope {
  readonly location: Location;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    readonly claim: () => Promise<void>;
    readonly matchAll: (of: {
      readonly type: 'window';
      readonly includeUncontrolled: boolean;
    }) => Promise<readonly WindowClient[]>;
    readonly openWindow: (url: string) => Promise<WindowClient | null>;
  };
  readonly skipWaiting: () => Promise<void>;
  readonly addEventListener: <Name extends keyof ServiceWorkerEvents>(
    name: Name,
    listener: (event: ServiceWorkerEvents[Name]) => void,
  ) => void;
}

interface ServiceWorkerEvents {
  readonly install: Lasting;
  readonly activate: Lasting;
  readonly fetch: Lasting & {
    readonly request: Request;
    readonly respondWith: (response: Promise<Response>) => void;
  };
  readonly message: Lasting & { readonly data: unknown };
  readonly push: Lasting;
  readonly notificationclick: Lasting & { readonly notification: Notification };
}

/** An event that the worker may keep itself alive for. */
interface Lasting {
  readonly waitUntil: (work: Promise<unknown>) => void;
}

export interface WindowClient {
  readonly url: string;
  readonly focus: () => Promise<WindowClient>;
  readonly postMessage: (message: unknown) => void;
}
