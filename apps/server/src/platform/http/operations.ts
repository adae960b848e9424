import { timingSafeEqual } from 'node:crypto';
import { refuse } from '@postern/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Db } from '../db/database.ts';
import type { Metrics } from '../metrics.ts';
import { hasForwardingHeaders, isLoopbackHost } from './client-address.ts';
import { sendProblem } from './problem.ts';

/**
 * What the operator's machinery asks: `/healthz` (the process runs), `/readyz` (the database answers; before that the
 * server does not listen at all), `/metrics` (this machine, or whoever shows the token).
 */
export function serveOperations(
  app: FastifyInstance,
  { db, metrics, metricsToken }: { db: Db; metrics: Metrics; metricsToken: string | undefined },
): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ ok: true }),
  );
  app.get('/readyz', async (_request, reply) => {
    const ready = await db.isReady();
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok: ready, database: ready ? 'answers' : 'does not answer' });
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) return sendProblem(reply, refuse('not_found'));
    const { text, contentType } = await metrics.expose();
    return reply.header('cache-control', 'no-store').header('content-type', contentType).send(text);
  });
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const { authorization } = request.headers;
  if (token !== undefined && authorization !== undefined) {
    const [given, expected] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
  const near = isLoopbackHost(request.raw.socket.remoteAddress ?? '');
  return near && !request.client.throughProxy && !hasForwardingHeaders(request.headers);
}
