import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The framework alone, as a process: a route that answers a constant, a stream of server-sent events, and one that says
 * `gate` to the first of those who listen. Says its address, and stays until it is ended.
 */
const resolveFrom = createRequire(join(process.cwd(), 'apps/server/package.json'));
const { default: Fastify } = await import(resolveFrom.resolve('fastify'));
const app = Fastify({ logger: false });
const listeners = [];
app.get('/answer', async () => ({ same: true }));
app.get('/events', (_request, reply) => {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream' });
  listeners.push(raw);
  setInterval(() => raw.write(': still here\n\n'), 25_000).unref();
  raw.write('data: {"kind":"hello"}\n\n');
});
app.get('/tell/:count', async ({ params }) => {
  for (const raw of listeners.slice(0, Number(params.count))) raw.write('data: {"kind":"gate"}\n\n');
  return { same: true };
});
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${url}\n`);
