import { describeApi, endpoints } from '@postern/contract';
import type { FastifyInstance } from 'fastify';

/** `/api/openapi.json`: the contract as OpenAPI 3.1, made at the first request since few ever ask. */
export function serveApiDescription(app: FastifyInstance, version: string): void {
  let description: string | undefined;
  app.get('/api/openapi.json', async (_request, reply) => {
    description ??= JSON.stringify(describeApi(endpoints, version));
    return reply.header('content-type', 'application/json; charset=utf-8').send(description);
  });
}
