import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type ReplicaStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import type { Db } from '../apps/server/src/platform/db/database.ts';
import { openDatabase } from '../apps/server/src/platform/db/open-database.ts';
import { type ServerProcess, startServerProcess } from '../apps/server/test/support/server-process.ts';
import { readAskedGroup } from '../packages/client/test/people.ts';
import { type OpenClient, openClient } from './open-client.ts';

/** Whoever signs in here; one organization, kit confirmed, with her personal vault. */
export const maya = {
  email: 'maya@northwind.example',
  password: 'granite orchard 47 lantern',
  address: 'northwind',
} as const;

/** A server of its own process, on a database of its own, with one person and one organization. */
export interface Place {
  /** The server that runs now; it keeps its port. */
  readonly server: ServerProcess;
  /** The server's folder. */
  readonly data: string;
  /** Ends the process, by this signal, and starts another on the same data. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** Lets somebody change the database while no server runs on it. */
  whileStopped(work: (db: Db) => Promise<void>): Promise<void>;
  /** A new device of Maya's, signed in; `url` when it comes another way than directly. */
  signIn(store?: ReplicaStore, url?: string): Promise<OpenClient>;
  stop(): Promise<void>;
}

/** Starts the server as a release runs it and takes Maya through sign-up and founding. */
export async function openPlace(): Promise<Place> {
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  let server = await startServerProcess({ data });
  const { port } = new URL(server.url);
  const startAgain = () => startServerProcess({ data }, { POSTERN_PORT: port });
  const signIn = async (store = createMemoryStore(), url = server.url) => {
    const client = await openClient(url, store);
    mustBeOk(await client.account.signIn(maya.email, maya.password));
    return client;
  };
  const founder = await openClient(server.url, createMemoryStore());
  mustBeOk(await founder.account.beginSignUp(maya.email));
  mustBeOk(await founder.account.verifySignUpCode(maya.email, await mailedCode(server.url)));
  mustBeOk(await founder.account.finishSignUp(maya.email, maya.password));
  await foundOrganization(founder, 'Northwind Freight', maya.address);
  await founder.close();
  return {
    get server() {
      return server;
    },
    restart: async (signal = 'SIGTERM') => {
      server.send(signal);
      await server.ended;
      server = await startAgain();
    },
    whileStopped: async (work) => {
      server.send('SIGTERM');
      await server.ended;
      const db = await openDatabase({ data, databaseUrl: undefined });
      try {
        await work(db);
      } finally {
        await db.close();
      }
      server = await startAgain();
    },
    data,
    signIn,
    stop: async () => {
      server.send('SIGTERM');
      await server.ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Founds an organization, kit confirmed; the client has entered it then. */
export async function foundOrganization(
  { organization }: OpenClient,
  name: string,
  address: string,
): Promise<void> {
  mustBeOk(await organization.create(name, address));
  const kit = mustBeOk(await organization.makeKit(address));
  const group = await readAskedGroup(kit.pdf, kit.askedGroup);
  mustBeOk(await organization.confirmKit(address, group));
}

/** As a person reads it from the outbox, where mails wait while no SMTP server is set. */
async function mailedCode(url: string): Promise<string> {
  const page = await (await fetch(`${url}/outbox`)).text();
  const code = page.match(/<p class="code">.*?<strong>([^<]+)<\/strong>/)?.[1];
  if (code === undefined) throw new Error('the outbox holds no code');
  return code;
}
