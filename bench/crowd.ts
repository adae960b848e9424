import { connect, type Socket } from 'node:net';

/** One client that waits: the stream it opens, and what it asks when the stream says `gate`. */
export interface Waiting {
  readonly stream: string;
  readonly question: string;
  /** A piece of the answer that says that it was let in. */
  readonly inside: string;
  readonly token: string;
}

/** What is asked of the process of a crowd. */
export type CrowdTask =
  | { readonly do: 'wait'; readonly url: string; readonly clients: readonly Waiting[] }
  /** The first so many go in as soon as they may. */
  | { readonly do: 'go-in'; readonly count: number };

/** What it answers to each: how many are where they were wanted, and when the last of them was, on the system's clock. */
export interface CrowdDone {
  readonly count: number;
  readonly lastAtMs: number;
}

/** As many at once as a server takes from its backlog without anybody having to try again. */
const openingAtOnce = 100;
/**
 * Serves the tasks that the parent process sends, one after the other. Bare sockets: ten thousand HTTP clients would cost
 * more than the server does.
 */
export function serveCrowd(): void {
  const crowd: Client[] = [];
  const told = async (task: CrowdTask): Promise<CrowdDone> => {
    if (task.do === 'wait') {
      const fresh = task.clients.map((waiting) => new Client(task.url, waiting));
      crowd.push(...fresh);
      await eachOf(fresh, (client) => client.wait());
      return { count: fresh.length, lastAtMs: nowMs() };
    }
    const wanted = crowd.slice(0, task.count);
    await Promise.all(wanted.map((client) => client.goIn()));
    return { count: wanted.length, lastAtMs: nowMs() };
  };
  process.on('message', (task: CrowdTask) => {
    told(task).then(
      (done) => process.send?.(done),
      (error: unknown) => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
    // It listens from here on, before anything happens that it is to hear.
    process.send?.('heard');
  });
}

/** Milliseconds on a clock that all processes share. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

class Client {
  readonly #url: string;
  readonly #waiting: Waiting;
  #onGate: (() => void) | undefined;

  constructor(url: string, waiting: Waiting) {
    this.#url = url;
    this.#waiting = waiting;
  }

  /** Answers once the stream stands. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      const line = this.#connect(this.#waiting.stream);
      let text = '';
      let stands = false;
      line.on('error', reject);
      line.on('close', () => {
        if (!stands) reject(new Error(`a stream did not come to stand: ${text}`));
      });
      line.on('data', (chunk) => {
        text += chunk.toString('latin1');
        const end = text.lastIndexOf('\n\n');
        if (end < 0) return;
        const events = text.slice(0, end);
        text = text.slice(end + 2);
        if (events.includes('"kind":"hello"')) {
          stands = true;
          resolve();
        }
        if (events.includes('"kind":"gate"')) this.#onGate?.();
      });
    });
  }

  /** Asks whenever the stream says so, and answers once the server says that this one may enter. */
  async goIn(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.#onGate = resolve;
      });
      this.#onGate = undefined;
      if ((await this.#ask()).includes(this.#waiting.inside)) return;
    }
  }

  #ask(): Promise<string> {
    return new Promise((resolve, reject) => {
      const asking = this.#connect(this.#waiting.question, 'Connection: close\r\n');
      let text = '';
      asking.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      asking.on('error', reject);
      asking.on('close', () => resolve(text));
    });
  }

  #connect(path: string, headers = ''): Socket {
    const { hostname, port, host } = new URL(this.#url);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${this.#waiting.token}\r\n${headers}\r\n`,
    );
    return socket;
  }
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: openingAtOnce }, worker));
}
