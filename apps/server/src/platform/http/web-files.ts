import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { refuse } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { appBase } from './app-base.ts';
import { pathOf } from './create-app.ts';
import { sendProblem } from './problem.ts';

/** Vite puts a hash of the content into the names below this folder, so they may be kept for ever. */
const hashed = '/assets/';

/** Paths that are no page of the web client: an unknown one is answered as a problem, not with the page. */
const noPages = /^\/(?:(?:app\/)?(?:api|assets)|outbox|metrics|healthz|readyz)(?:\/|$)/;

/**
 * Serves the built web client from `folder`: its files as they are, `index.html` for every page address, compressed
 * forms (.br, .gz) where the build left them. The installed app has a page of its own and the same assets, under its
 * own base as well, since its service worker reaches no further. Without a build, pages say how to make one.
 */
export function serveWebFiles(app: FastifyInstance, folder: string): void {
  const files = existsSync(join(folder, 'index.html')) ? listFiles(folder) : undefined;
  if (files)
    app.register(fastifyStatic, { root: folder, serve: false, preCompressed: true, cacheControl: false });

  app.get('/*', (request, reply) => {
    const path = pathOf(request);
    if (path === appBase) return reply.redirect(`${appBase}/`, 308);
    const asked = path.startsWith(`${appBase}${hashed}`) ? path.slice(appBase.length) : path;
    const file = files?.has(asked) ? asked : undefined;
    if (!file && noPages.test(path)) return sendProblem(reply, refuse('not_found'));
    if (!files) {
      return reply
        .code(503)
        .header('content-type', 'text/plain; charset=utf-8')
        .send('The web client is not built yet. "npm start" builds and serves it.\n');
    }
    reply.header(
      'cache-control',
      file?.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    const page = path.startsWith(`${appBase}/`) ? `${appBase}/index.html` : '/index.html';
    return reply.sendFile((file ?? page).slice(1));
  });
}

/** URL paths of the files in a folder, compressed forms (chosen, not asked for) and dot files left out. */
function listFiles(folder: string): ReadonlySet<string> {
  return new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^\.|\.(?:br|gz)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).join('/')),
  );
}
