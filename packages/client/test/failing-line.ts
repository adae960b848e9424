import { createMemoryStore, type ReplicaStore } from '@postern/client';
import { createMemoryPhoneKeys } from '@postern/client/node';
import { systemClock } from '@postern/core';
import type { TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, lineTo, startDevice } from './people.ts';
import { startPhone, type TestPhone } from './phones.ts';

type PhoneKeyStore = ReturnType<typeof createMemoryPhoneKeys>;

/**
 * How a ceremony is interrupted at one request. `unheard`: the line fails before the server hears of it. `unanswered`: the
 * server did it, and the answer is lost. `closed`: the server did it, and the tab is closed before anything is made of the
 * answer. `killed`: the server did it and is started anew on the same data, and the answer is lost.
 */
const failures = ['unheard', 'unanswered', 'closed', 'killed'] as const;
type Failure = (typeof failures)[number];

/** The request of a ceremony, counted from 1, at which it is interrupted. */
export interface Interruption {
  readonly failure: Failure;
  readonly at: number;
}

/** The line between one client and the server, which fails once. */
export interface FailingLine {
  /** In place of `fetch`; finds the server again after that was started anew. */
  readonly send: typeof fetch;
  /**
   * Goes through a ceremony, and fails on the way. What it came to, or `undefined` once the tab is closed: then this client
   * hears and sends nothing any more, and another is to be started on its store.
   */
  readonly through: <Value>(
    ceremony: () => Promise<Value>,
    interruption?: Interruption,
  ) => Promise<Value | undefined>;
  /** Method and path of the requests of the ceremony so far, without streams, which come back by themselves. */
  readonly requests: readonly string[];
  /** Whether the ceremony had as many requests as it took to fail. */
  readonly failed: () => boolean;
  /** Whether that closed the tab. */
  readonly closed: () => boolean;
}

type Restarted = Pick<TestServer, 'url' | 'restart'>;

function createFailingLine(server: Restarted): FailingLine {
  const line = lineTo(server);
  const requests: string[] = [];
  const closing = new AbortController();
  const closed = new Promise<undefined>((resolve) => {
    closing.signal.addEventListener('abort', () => resolve(undefined));
  });
  let interruption: Interruption | undefined;
  let isCounting = false;
  let failed = false;

  /** A request in the background may be the one that fails, and still be about it when the ceremony is over. */
  let failing: Promise<unknown> = Promise.resolve();

  const failAt = async (failure: Failure, send: () => Promise<Response>): Promise<Response> => {
    failed = true;
    const done = (async () => {
      if (failure !== 'unheard') await (await send()).arrayBuffer();
      if (failure === 'killed') await server.restart();
      if (failure === 'closed') closing.abort();
    })();
    failing = done.catch(() => undefined);
    await done;
    if (failure === 'closed') return forever();
    throw new TypeError('the line is cut');
  };
  return {
    send: async (input, init) => {
      if (closing.signal.aborted) return forever();
      const { pathname } = new URL(String(input));
      const signal = AbortSignal.any([closing.signal, ...(init?.signal ? [init.signal] : [])]);
      const send = () => line(input, { ...init, signal });
      if (!isCounting || isStream(pathname)) return orForever(send);
      requests.push(`${init?.method} ${pathname}`);
      const { failure, at } = interruption ?? {};
      return failure !== undefined && requests.length === at ? failAt(failure, send) : orForever(send);
    },
    through: async (ceremony, how) => {
      interruption = how;
      isCounting = true;
      try {
        return await Promise.race([ceremony(), closed]);
      } finally {
        isCounting = false;
        await failing;
      }
    },
    requests,
    failed: () => failed,
    closed: () => closing.signal.aborted,
  };

  /** What is on its way when the tab is closed arrives nowhere. */
  async function orForever(send: () => Promise<Response>): Promise<Response> {
    try {
      return await send();
    } catch (fault) {
      if (closing.signal.aborted) return forever();
      throw fault;
    }
  }
}

function isStream(pathname: string): boolean {
  return pathname.endsWith('/changes') && !pathname.includes('/vaults/');
}

function forever(): Promise<never> {
  return new Promise(() => {});
}

/** A device whose line fails once. `goOn` is the device from then on: another client on the same store where the tab was closed. */
export interface FailingDevice {
  readonly device: Device;
  readonly line: FailingLine;
  readonly goOn: () => Promise<Device>;
}

export async function startFailingDevice(
  server: Restarted,
  store: ReplicaStore = createMemoryStore(),
): Promise<FailingDevice> {
  const line = createFailingLine(server);
  const device = await startDevice(server, untilClosed(store, line), line.send);
  return {
    device,
    line,
    goOn: async () => (line.closed() ? startDevice(server, untilClosed(store, stays)) : device),
  };
}

/** A phone whose line fails once; `goOn` as of a device. */
export interface FailingPhone {
  readonly phone: TestPhone;
  readonly line: FailingLine;
  readonly goOn: () => Promise<TestPhone>;
}

export async function startFailingPhone(
  server: Restarted,
  keys: PhoneKeyStore = createMemoryPhoneKeys(),
): Promise<FailingPhone> {
  const line = createFailingLine(server);
  const started = await startPhone(server, keptUntilClosed(keys, line), systemClock, line.send);
  const { app } = started;
  // What waits for an answer in an app that was closed waits for good.
  const close = async () => (line.closed() ? void app.close() : app.close());
  const phone = { ...started, app: { ...app, close } };
  return { phone, line, goOn: async () => (line.closed() ? startPhone(server, keys) : phone) };
}

/** As {@link untilClosed}, of a phone's keys. */
function keptUntilClosed(keys: PhoneKeyStore, line: Pick<FailingLine, 'closed'>): PhoneKeyStore {
  return {
    ...keys,
    keep: async (phone, seed) => (line.closed() ? undefined : keys.keep(phone, seed)),
    update: async (phone) => (line.closed() ? undefined : keys.update(phone)),
    remove: async (method) => (line.closed() ? undefined : keys.remove(method)),
  };
}

const stays = { closed: () => false };

/** A tab that is closed writes nothing any more, and its store outlives every client. */
function untilClosed(store: ReplicaStore, line: Pick<FailingLine, 'closed'>): ReplicaStore {
  return {
    ...store,
    write: async (batch) => (line.closed() ? undefined : store.write(batch)),
    clear: async () => (line.closed() ? undefined : store.clear()),
    close: async () => {},
  };
}

/** What shows the server who asks goes in a body, also where it is for reading alone. */
const onlyReads =
  /^GET |\/(password-reset\/read|phone-approval|phone\/account|phone\/approvals|pairing\/describe)$/;

/**
 * Goes through a ceremony of these requests once for every way to interrupt it. Where nothing is stored, it is the same whether
 * the server heard of it, and a tab that is closed leaves what the request before left. `run` says whether it was interrupted:
 * what a client reads by itself meanwhile comes earlier at one time than at another.
 */
export async function interruptEach(
  requests: readonly string[],
  run: (how: Interruption) => Promise<boolean>,
): Promise<void> {
  const all = failures.flatMap((failure) =>
    requests.flatMap((request, before) =>
      failure === 'unheard' || !onlyReads.test(request) ? [{ failure, at: before + 1 }] : [],
    ),
  );
  let interrupted = 0;
  for (const how of all) {
    try {
      if (await run(how)) interrupted++;
    } catch (fault) {
      throw new Error(`${how.failure} at ${requests[how.at - 1]}, number ${how.at}`, { cause: fault });
    }
  }
  if (interrupted < all.length / 2) throw new Error(`${interrupted} of ${all.length} were interrupted`);
}
