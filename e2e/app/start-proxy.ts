import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Where proxies stand: a loopback address of their own, so that trusting them does not make a proxy of everything on this
 * machine.
 */
export const proxyAddress = '127.0.0.2';

export interface AddressProxy {
  /** For a browser's proxy setting. */
  readonly url: string;
  /** From now on whoever comes through it does so from this address, as when a network gets another. */
  readonly moveTo: (clientAddress: string) => void;
  readonly stop: () => Promise<void>;
}

/**
 * A proxy in front of the server, which whoever comes through it reaches from `clientAddress`: it says so in
 * X-Forwarded-For, as a proxy at the edge of a network does. The server believes it because its settings name it.
 */
export async function startProxy(clientAddress: string): Promise<AddressProxy> {
  let address = clientAddress;
  const proxy = createServer((asked, answer) => {
    const to = new URL(asked.url ?? '', 'http://unknown.invalid');
    const { host: _host, 'proxy-connection': _connection, ...headers } = asked.headers;
    const passed = request(
      to,
      {
        family: 4,
        localAddress: proxyAddress,
        method: asked.method ?? 'GET',
        headers: { ...headers, host: to.host, 'x-forwarded-for': address },
      },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    // Whoever leaves an event stream leaves it at the server too.
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    moveTo: (to) => {
      address = to;
    },
    stop: () => {
      proxy.closeAllConnections();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}
