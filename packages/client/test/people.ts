import {
  createClient,
  createMemoryStore,
  type PosternClient,
  type ReplicaStore,
  type Snapshot,
} from '@postern/client';
import { type Clock, mustBeOk, systemClock } from '@postern/core';

/** What people need of a server: where it is, and the mail it sent them. */
export interface PeoplesServer {
  readonly url: string;
  /** The code of the newest mail to an address. */
  readonly codeFor: (email: string) => string | Promise<string>;
}

/** A device with a real client on it: its store outlives the client, its line can be cut. */
export interface Device {
  readonly client: PosternClient;
  readonly store: ReplicaStore;
  /** Cuts the line to the server, or mends it. */
  readonly offline: (offline: boolean) => void;
  /** What stands between this device and the server, and may change what comes back; `undefined` lets all pass. */
  readonly between: (change: Change | undefined) => void;
  /** Every request this device has sent, path and body. */
  readonly sent: readonly string[];
  /** Lets go of the client and starts another on the same store, as after a reload. */
  readonly restart: () => Promise<Device>;
}

/** What comes back in place of an answer's JSON: path and query of the request, and what the server said. */
export type Change = (path: string, answer: Answer) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: a misbehaving server changes answers of every endpoint.
type Answer = any;

/** The plain network, which finds a server wherever it listens by now. */
export function lineTo(server: Pick<PeoplesServer, 'url'>): typeof fetch {
  return (input, init) => {
    const { pathname, search } = new URL(String(input));
    return fetch(`${server.url}${pathname}${search}`, init);
  };
}

/** A device before this server; `send` is what stands between, the plain network when nothing is given. */
export async function startDevice(
  server: Pick<PeoplesServer, 'url'>,
  store = createMemoryStore(),
  send: typeof fetch = lineTo(server),
  clock: Clock = systemClock,
): Promise<Device> {
  let cut = false;
  let change: Change | undefined;
  const sent: string[] = [];
  const client = await createClient({
    fetch: async (input, init) => {
      if (cut) throw new TypeError('the line is cut');
      sent.push(`${init?.method} ${String(input)} ${String(init?.body ?? '')}`);
      const response = await send(input, init);
      if (change === undefined || !response.headers.get('content-type')?.includes('json')) return response;
      const { pathname, search } = new URL(String(input));
      const changed = change(pathname + search, await response.json());
      return new Response(JSON.stringify(changed), { status: response.status, headers: response.headers });
    },
    baseUrl: server.url,
    store,
    kind: 'cli',
    version: '0.1.0',
    clock,
  });
  return {
    client,
    store,
    offline: (offline) => {
      cut = offline;
    },
    between: (next) => {
      change = next;
    },
    sent,
    restart: () => {
      cut = true;
      void client.account.lock();
      return startDevice(server, store, send, clock);
    },
  };
}

/** An account made on this device, its keys open. */
export async function signUp(server: PeoplesServer, device: Device, email: string, password: string) {
  const { account } = device.client;
  mustBeOk(await account.beginSignUp(email));
  mustBeOk(await account.verifySignUpCode(email, await server.codeFor(email)));
  mustBeOk(await account.finishSignUp(email, password));
}

/** The group of the code that a kit's PDF asks for, as its owner reads it from paper. */
export async function confirmKit(device: Device, address: string): Promise<void> {
  const kit = mustBeOk(await device.client.organization.makeKit(address));
  const group = await readAskedGroup(kit.pdf, kit.askedGroup);
  mustBeOk(await device.client.organization.confirmKit(address, group));
}

/** Below a test's own limit, so that what hangs says what it shows. */
const longestWaitMs = 60_000;

/** Answers once the snapshot is as wanted, looking at each one; fails with what is shown where that takes too long. */
export function until(client: PosternClient, wanted: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const snapshot = client.snapshot();
      if (!wanted(snapshot)) return;
      end();
      resolve(snapshot);
    };
    const stop = client.subscribe(look);
    const limit = setTimeout(() => {
      end();
      reject(new Error(`waited in vain; the client shows ${JSON.stringify(client.snapshot())}`));
    }, longestWaitMs);
    const end = () => {
      clearTimeout(limit);
      stop();
    };
    look();
  });
}

/** Reads the printed code out of the PDF's own drawing operators. */
export async function readAskedGroup(pdf: Uint8Array, asked: number): Promise<string> {
  const groups = (await readPrintedTexts(pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  const group = groups[asked - 1];
  if (group === undefined) throw new Error(`the kit prints ${groups.length} groups`);
  return group;
}

/** The texts a page draws, in the order in which it draws them. */
export async function readPrintedTexts(pdf: Uint8Array): Promise<string[]> {
  const { decodePDFRawStream, PDFDocument, PDFRawStream } = await import('@cantoo/pdf-lib');
  const document = await PDFDocument.load(pdf);
  const texts: string[] = [];
  for (const [, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue;
    const content = Buffer.from(decodePDFRawStream(object).decode()).toString('latin1');
    for (const [, hex = ''] of content.matchAll(/<([0-9A-Fa-f]+)>\s*Tj/g)) {
      texts.push(Buffer.from(hex, 'hex').toString('latin1'));
    }
  }
  return texts;
}
