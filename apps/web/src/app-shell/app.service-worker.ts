import { openFromPush, showPush } from './push-notice.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';
import { answerFromShell, dropFormerShells, fillShell, type Shell } from './shell-cache.ts';

/**
 * The service worker of the installed app: it opens without the server. It sees no key and no answer of the API, which it
 * leaves alone; and it is woken when a device asks the phone. Built as one file of its own, /app/sw.js.
 */

/** Put in by the build. */
declare const __SHELL__: Shell;

const scope = globalThis as unknown as ServiceWorkerScope;
const shell = __SHELL__;

scope.addEventListener('install', (event) => event.waitUntil(fillShell(shell, globalThis)));

scope.addEventListener('activate', (event) =>
  event.waitUntil(dropFormerShells(shell, globalThis).then(() => scope.clients.claim())),
);

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isPage = request.mode === 'navigate';
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (isPage ? !isAppPage(url.pathname) : !shell.files.includes(url.pathname) && !isAsset(url.pathname))
    return;
  event.respondWith(
    answerFromShell(shell, { path: url.pathname, isPage }, globalThis).then((kept) => kept ?? fetch(request)),
  );
});

// The page asks for it when nothing on it can be lost; see use-newer-build.ts.
scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(scope.skipWaiting());
});

// What a push holds is not looked at: it says no more than that there was one.
scope.addEventListener('push', (event) => event.waitUntil(showPush(scope)));

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openFromPush(scope));
});

function isAppPage(path: string): boolean {
  return path.startsWith('/app/') && !path.startsWith('/app/api/');
}

function isAsset(path: string): boolean {
  return path.startsWith('/app/assets/');
}
