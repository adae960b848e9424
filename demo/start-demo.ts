import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { actOnOrganization } from '../apps/server/src/operator/act-on-organization.ts';
import { parseConfig } from '../apps/server/src/platform/config/parse-config.ts';
import { type AppServer, startAppServer } from '../e2e/app/start-server.ts';
import type { DemoPerson } from './demo-person.ts';
import { fillBreakwater, fillDrydock, fillQuay } from './fill-keys.ts';
import { fillNorthwind } from './fill-northwind.ts';
import { closeDepot, fillBaltic, fillClinic, fillDepot, fillHarbour, fillLighthouse } from './fill-others.ts';
import type { DemoServer } from './people.ts';

/** A demo that is up: the real server with real data, in folders that go with it. */
export interface Demo extends AppServer {
  readonly people: readonly DemoPerson[];
}

/** The last memberships and invitations that are to be over end within this. */
const allOverMs = 2000;

/** Starts a server on this port with an empty data folder and fills it by real clients. Throws when the port is taken. */
export async function startDemo(root: string, port: number): Promise<Demo> {
  const settings = {
    POSTERN_PORT: String(port),
    POSTERN_SIGNUP: 'open',
    POSTERN_SUPPORT_CONTACT: 'whoever started this demo',
  };
  const server = await startAppServer(settings, join(root, 'apps/web/dist'));
  // Not in the server's data: no server ever has a kit.
  const papers = mkdtempSync(join(tmpdir(), 'postern-demo-papers-'));
  const stop = async () => {
    await server.stop();
    rmSync(papers, { recursive: true, force: true });
  };
  try {
    const parsed = parseConfig({ ...settings, POSTERN_DATA: server.data });
    if (!parsed.ok) throw new Error(parsed.problems.join('\n'));
    const filled: DemoServer = {
      ...server,
      papers,
      operate: async (address, act) => {
        await actOnOrganization(parsed.value, { address, act: { act }, nowMs: Date.now() });
      },
    };
    const fills = [
      fillNorthwind,
      fillHarbour,
      fillLighthouse,
      fillBaltic,
      fillDepot,
      fillClinic,
      fillBreakwater,
      fillDrydock,
      fillQuay,
    ];
    const people = await Promise.all(fills.map((fill) => fill(filled)));
    await server.restart({ POSTERN_TRUSTED_PROXIES: '127.0.0.0/8,::1' });
    await closeDepot(filled);
    await wait(allOverMs);
    await server.restart({});
    return { ...server, stop, people: people.flat() };
  } catch (error) {
    await stop();
    throw error;
  }
}
