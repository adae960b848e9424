import { trustWorkerUrl } from '../trusted-types.ts';
import { appBase, isApp } from './base.ts';

/**
 * The installed app opens from what is kept of one build. A newer one is fetched beside it, whole, and takes over at the next
 * start, or when the person says so: never under a page that somebody is at work in.
 */

/** An open app looks for a newer build this often at most. */
const lookEveryMs = 60 * 60_000;

let registration: ServiceWorkerRegistration | undefined;
let lookedAtMs = 0;
let ready = false;
/** This page was there before the worker, so a worker that takes charge of it brings nothing new. */
let first = false;
const listeners = new Set<() => void>();

/** Starts keeping the app for later; the web's pages keep nothing. A browser that refuses has an app that needs the server. */
export async function keepShell(): Promise<void> {
  const container = isApp ? navigator.serviceWorker : undefined;
  if (container === undefined) return;
  first = container.controller === null;
  container.addEventListener('controllerchange', () => {
    if (first) first = false;
    else if (leaving) location.reload();
    else announce();
  });
  try {
    registration = await container.register(trustWorkerUrl(`${appBase}/sw.js`), {
      scope: `${appBase}/`,
      updateViaCache: 'none',
    });
  } catch (error) {
    // Private windows and full disks; the app works as any page does.
    if (error instanceof DOMException || error instanceof TypeError) return;
    throw error;
  }
  lookedAtMs = Date.now();
  const follow = (coming: ServiceWorker | null | undefined) =>
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && container.controller !== null) announce();
    });
  registration.addEventListener('updatefound', () => follow(registration?.installing));
  follow(registration.installing);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void look();
  });
  // It came while the app was last open, and now nothing is typed or shown yet.
  if (registration.waiting !== null && container.controller !== null) takeNewerBuild();
}

/** Whether a newer build is there and waits for {@link takeNewerBuild}. */
export function hasNewerBuild(): boolean {
  return ready;
}

export function watchNewerBuild(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let leaving = false;

/** Loads the page anew, of the newer build where one waits. */
export function takeNewerBuild(): void {
  const waiting = registration?.waiting;
  if (waiting === null || waiting === undefined) {
    location.reload();
    return;
  }
  leaving = true;
  waiting.postMessage('take-over');
}

/** The remedy of a client that is too old: fetches the newest build first, where one is kept. */
export async function reloadNewest(): Promise<void> {
  await registration?.update().catch(() => undefined);
  const coming = registration?.installing;
  if (coming) {
    await new Promise<void>((resolve) => {
      coming.addEventListener('statechange', () => {
        if (coming.state !== 'installing') resolve();
      });
    });
  }
  takeNewerBuild();
}

async function look(): Promise<void> {
  if (Date.now() - lookedAtMs < lookEveryMs) return;
  lookedAtMs = Date.now();
  // Without the server there is no newer build to be had.
  await registration?.update().catch(() => undefined);
}

function announce(): void {
  ready = true;
  for (const listener of listeners) listener();
}
