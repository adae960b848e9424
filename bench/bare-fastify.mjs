import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The framework alone, as a process: one route that answers a constant. Says its port, and stays until it is ended. */
const resolveFrom = createRequire(join(process.cwd(), 'apps/server/package.json'));
const { default: Fastify } = await import(resolveFrom.resolve('fastify'));
const app = Fastify({ logger: false });
app.get('/answer', async () => ({ same: true }));
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${url}\n`);
