import { lookup } from 'node:dns/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { refuseBroken } from './refuse-broken.ts';

export interface ListenOptions {
  /** A name that stands for several addresses, as `localhost` may, is listened on at each. */
  readonly host: string;
  /** 0: whichever is free. */
  readonly port: number;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** An app that takes connections. */
export interface Listening {
  readonly port: number;
  /**
   * Takes nothing new, ends event streams, and answers when the requests under way are answered. A connection that
   * nobody uses keeps it waiting for less than a second, whatever its other end does.
   */
  close(): Promise<void>;
}

/**
 * Connections that wait to be taken, as far as the system allows so many: after a restart everybody comes back at once,
 * and whoever finds no place waits one, two, four seconds and so on before the next try.
 */
const backlog = 8192;

/** How often a closing server looks for connections that have become idle. */
const sweepMs = 50;
/** A request may be on its way over a connection that was only just opened. */
const unusedGraceMs = 250;
const timeouts = { keepAliveTimeout: 72_000, requestTimeout: 120_000 };

/**
 * Makes an app ready and serves it on every address of the host. Throws the system's error when the first of them, or
 * the wanted port on another, cannot be had; nothing stays open then.
 */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<Listening> {
  await app.ready();
  const servers: Server[] = [];
  /** Connections that have carried no request yet: Node takes those for busy. By the address of the other end. */
  const unused = new Map<string, Socket>();
  const used = new WeakSet<Socket>();
  const close = once(() => closeAll(app, servers, unused));

  const open = async (host: string, port: number): Promise<number> => {
    const { tls } = options;
    const server = tls ? createTlsServer({ ...timeouts, ...tls }) : createServer(timeouts);
    server.on('connection', (socket: Socket) => {
      const from = otherEnd(socket);
      unused.set(from, socket);
      socket.once('close', () => unused.delete(from));
    });
    server.on('request', (request, response) => {
      if (!used.has(request.socket)) {
        used.add(request.socket);
        unused.delete(otherEnd(request.socket));
      }
      app.routing(request, response);
    });
    server.on('clientError', refuseBroken);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address ? address.port : port;
  };

  try {
    const [first = options.host, ...others] = await addressesOf(options.host);
    const port = await open(first, options.port);
    for (const host of others) {
      // A family this machine has no address of is no loss; somebody else at our port is. A free port was free at the first.
      await open(host, port).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' && options.port !== 0) throw error;
      });
    }
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(
  app: FastifyInstance,
  servers: readonly Server[],
  unused: ReadonlyMap<string, Socket>,
): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  app.eventStreams.endAll();
  const graceEndsMs = performance.now() + unusedGraceMs;
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
    if (performance.now() >= graceEndsMs) for (const socket of unused.values()) socket.destroy();
  }, sweepMs);
  await Promise.all(closed);
  clearInterval(sweep);
}

async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true });
  return [...new Set(found.map(({ address }) => address))];
}

/** The same for a connection and for the TLS that runs over it. */
function otherEnd({ remoteAddress, remotePort, localAddress }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress}`;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
