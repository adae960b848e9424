import { createServer, type Server } from 'node:http';

/** What a web server costs when nothing is to be decided, read or kept. */
export interface BareServer {
  readonly url: string;
  close(): void;
}

/**
 * Answers GET with so many bytes; POST too, and whoever listens at `/events` hears of it. The least that could bring one
 * client's write to another.
 */
export async function startBareServer(answerBytes: number): Promise<BareServer> {
  const listeners = new Set<(line: string) => void>();
  const answer = JSON.stringify('x'.repeat(Math.max(0, answerBytes - 2)));
  const server: Server = createServer((request, response) => {
    if (request.url === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const tell = (line: string) => response.write(line);
      listeners.add(tell);
      response.on('close', () => listeners.delete(tell));
      response.write('data: "hello"\n\n');
      return;
    }
    request.resume();
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      if (request.method === 'POST') for (const tell of listeners) tell('data: "changed"\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
