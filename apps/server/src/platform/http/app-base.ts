import type { IncomingMessage } from 'node:http';

/**
 * The installed app lives under a path of its own, where the same API answers: browsers share cookies between a page and
 * its installed app, so only a path keeps their sessions apart.
 */
export const appBase = '/app';

/** Under which of the two a request came, and hence which cookie counts for it. */
export type Base = 'web' | 'app';

const throughApp = new WeakSet<IncomingMessage>();

/** The path that is routed for a request: what is asked of the app's API is answered by the one API there is. */
export function routedPath(request: IncomingMessage): string {
  const path = request.url ?? '/';
  if (!path.startsWith(`${appBase}/api/`)) return path;
  throughApp.add(request);
  return path.slice(appBase.length);
}

/** By which base the request came; known once {@link routedPath} was asked for it. */
export function baseOf(request: IncomingMessage): Base {
  return throughApp.has(request) ? 'app' : 'web';
}
