import type { Json } from '@postern/core';
import type { FastifyReply } from 'fastify';

/** The server's end of one stream of server-sent events. */
export interface EventStream {
  /** Sends one event whose data is the value as JSON. After the end it does nothing. */
  send(data: Json): void;
  end(): void;
}

/** What a handler of a stream answers: told the open stream, it says what to undo when the stream ends. */
export type StartStream = (stream: EventStream) => () => void;

/** A comment at least this often keeps proxies from taking a quiet stream for a dead one. */
const heartbeatMs = 25_000;
/** A client this far behind is cut off; it reconnects and reads what it missed. */
const maxBufferedBytes = 1024 * 1024;

/** How long the other end may take to read the last of a stream that has ended. */
const endGraceMs = 500;

/** The open event streams, so that stopping can end them: they would otherwise never finish. */
export class EventStreams {
  readonly #open = new Set<EventStream>();
  #ending = false;

  get count(): number {
    return this.#open.size;
  }

  /** Ends those that are open, and each that is opened from now on as soon as it is. */
  endAll(): void {
    this.#ending = true;
    for (const stream of this.#open) stream.end();
  }

  /** Turns the reply into a stream and starts it. */
  open(reply: FastifyReply, start: StartStream): void {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Nobody uses the connection after the stream; kept alive, it would keep a server from stopping.
      connection: 'close',
      // Asks nginx not to hold events back.
      'x-accel-buffering': 'no',
    });
    raw.write(': open\n\n');
    let undo: (() => void) | undefined;
    let ended = false;
    // Streams that were opened together, as after a restart, are not written to together for ever.
    const periodMs = heartbeatMs * (0.8 + 0.2 * Math.random());
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), periodMs);
    heartbeat.unref();
    const stream: EventStream = {
      send: (data) => {
        if (ended) return;
        raw.write(`data: ${JSON.stringify(data)}\n\n`);
        if (raw.writableLength > maxBufferedBytes) stream.end();
      },
      end: () => {
        if (ended) return;
        ended = true;
        clearInterval(heartbeat);
        this.#open.delete(stream);
        undo?.();
        raw.end();
        // Who does not read does not hear the end either.
        setTimeout(() => raw.destroy(), endGraceMs).unref();
      },
    };
    this.#open.add(stream);
    raw.on('close', () => stream.end());
    raw.on('error', () => stream.end());
    undo = start(stream);
    if (ended) undo();
    else if (this.#ending) stream.end();
  }
}
