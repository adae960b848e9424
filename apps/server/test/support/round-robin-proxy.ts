import { createServer, request as requestTo } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobinProxy {
  readonly url: string;
  /** Index of the server that got each request so far, by path. */
  served(path: string): readonly number[];
  close(): Promise<void>;
}

/**
 * A proxy in front of several servers as an operator would put one: each request goes to the next server, or to the one
 * after it when that one does not take the connection. Streams pass unbuffered.
 */
export async function startRoundRobinProxy(servers: readonly string[]): Promise<RoundRobinProxy> {
  const log: { readonly path: string; readonly to: number }[] = [];
  let turn = 0;
  const proxy = createServer((incoming, outgoing) => {
    const body: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => body.push(chunk));
    incoming.on('end', () => {
      const forward = (left: number) => {
        const to = turn++ % servers.length;
        const passed = requestTo(
          `${servers[to]}${incoming.url}`,
          {
            method: incoming.method,
            agent: false,
            headers: {
              ...incoming.headers,
              'x-forwarded-for': incoming.socket.remoteAddress,
              'x-forwarded-proto': 'http',
            },
          },
          (answer) => {
            log.push({ path: new URL(incoming.url ?? '/', 'http://any').pathname, to });
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
            answer.pipe(outgoing);
            answer.on('error', () => outgoing.destroy());
            outgoing.on('close', () => passed.destroy());
          },
        );
        passed.on('error', (error: NodeJS.ErrnoException) => {
          // Only what was never taken may be sent again: anything else may have been done.
          if (error.code === 'ECONNREFUSED' && left > 1) forward(left - 1);
          else outgoing.destroy();
        });
        passed.end(Buffer.concat(body));
      };
      forward(servers.length);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    served: (path) => log.filter((one) => one.path === path).map(({ to }) => to),
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}
