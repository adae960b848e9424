import { connect, createServer, type Socket } from 'node:net';

/** Bytes that went over connections, HTTP's own included. */
export interface Traffic {
  /** From the client. */
  readonly up: number;
  /** To the client. */
  readonly down: number;
}

/** A line to the server on which every byte is counted. */
export interface Wire {
  readonly url: string;
  /** What went over it since this was last asked. */
  take(): Traffic;
  close(): void;
}

/** Lays a counted line to the server at `url`. */
export async function layWire(url: string): Promise<Wire> {
  const target = new URL(url);
  let up = 0;
  let down = 0;
  const sockets = new Set<Socket>();
  const wire = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes) => {
      up += bytes.length;
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      down += bytes.length;
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const address = wire.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  return {
    // By the server's own name: it answers to no other.
    url: `http://${target.hostname}:${address.port}`,
    take: () => {
      const taken = { up, down };
      up = 0;
      down = 0;
      return taken;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      wire.close();
    },
  };
}
