import { refuse } from '@postern/core';
import type { FastifyInstance, HTTPMethods } from 'fastify';
import { sendProblem } from './problem.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const satisfies HTTPMethods[];

/**
 * Begins to note which methods each path of the API answers. Call it before the first route, and the function it
 * answers after the last: every other method is then refused with `method_not_allowed` and what the path does answer.
 * It says nothing but what the API description says, so no guard is asked.
 */
export function noteMethods(app: FastifyInstance): () => void {
  const known = new Map<string, { readonly url: string; readonly answered: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/api/')) return;
    // Two endpoints may call what stands in the same place by two names.
    const shape = url.replaceAll(/:\w+/g, ':');
    const path = known.get(shape) ?? { url, answered: new Set() };
    for (const each of [method].flat()) path.answered.add(each);
    known.set(shape, path);
  });
  return () => {
    for (const { url, answered } of [...known.values()]) {
      const allow = methods.filter((method) => answered.has(method)).join(', ');
      app.route({
        method: methods.filter((method) => !answered.has(method)),
        url,
        exposeHeadRoute: false,
        onRequest: async (_request, reply) =>
          sendProblem(reply.header('allow', allow), refuse('method_not_allowed')),
        handler: () => {
          throw new Error('a refused method reached its handler');
        },
      });
    }
  };
}
