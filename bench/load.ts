import { connect } from 'node:net';

/**
 * Asks the same over so many connections, each waiting for its answer before it asks again, until `count` were answered
 * with 200. Bare sockets: an HTTP client would cost more than many servers do.
 */
export async function ask(
  url: string,
  head: string,
  { count, connections }: { readonly count: number; readonly connections: number },
): Promise<void> {
  const { hostname, port, host } = new URL(url);
  const request = Buffer.from(`${head}\r\nHost: ${host}\r\n\r\n`);
  let left = count;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(Number(port), hostname);
      socket.setNoDelay(true);
      await new Promise<void>((resolve, reject) => {
        let answer = '';
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('the server hung up')));
        const next = () => {
          if (left === 0) return resolve();
          left -= 1;
          answer = '';
          socket.write(request);
        };
        socket.on('connect', next);
        socket.on('data', (chunk) => {
          answer += chunk.toString('latin1');
          const end = answer.indexOf('\r\n\r\n');
          if (end < 0) return;
          const length = /content-length: (\d+)/i.exec(answer)?.[1];
          if (!answer.startsWith('HTTP/1.1 200') || length === undefined) return reject(new Error(answer));
          if (answer.length >= end + 4 + Number(length)) next();
        });
      });
      socket.removeAllListeners('close');
      socket.destroy();
    }),
  );
}
