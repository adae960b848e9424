import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedTraffic {
  /** `http://localhost:<port>`: where the browser goes in place of the server. */
  readonly url: string;
  /** Where what arrives is passed on to; set once the server listens. */
  readonly passTo: (serverUrl: string) => void;
  /** Everything the browser sent so far: request lines, headers and bodies. */
  readonly sent: () => Buffer;
  /** Everything it was answered so far, event streams included, uncompressed. */
  readonly answered: () => Buffer;
  readonly stop: () => Promise<void>;
}

/** Stands between browser and server and keeps every byte of both directions. */
export async function recordTraffic(): Promise<RecordedTraffic> {
  const sent: Buffer[] = [];
  const answered: Buffer[] = [];
  let target: URL | undefined;
  const headOf = (first: string, { rawHeaders }: IncomingMessage) =>
    Buffer.from(`${first}\n${rawHeaders.join('\n')}\n`);
  const proxy = createServer((incoming, outgoing) => {
    if (target === undefined) return void outgoing.writeHead(502).end();
    sent.push(headOf(`${incoming.method} ${incoming.url}`, incoming));
    const passed = send(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        // Compressed answers could hide what they say.
        headers: { ...incoming.headers, 'accept-encoding': 'identity' },
      },
      (answer) => {
        answered.push(headOf(`${answer.statusCode}`, answer));
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('data', (chunk: Buffer) => answered.push(chunk));
        answer.pipe(outgoing);
      },
    );
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.on('data', (chunk: Buffer) => sent.push(chunk));
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(proxy.address() as AddressInfo).port}`,
    passTo: (serverUrl) => {
      target = new URL(serverUrl);
    },
    sent: () => Buffer.concat(sent),
    answered: () => Buffer.concat(answered),
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}
