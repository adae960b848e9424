import { join } from 'node:path';
import { sentence } from '@postern/access';
import type { GateAnswer } from '@postern/contract';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Device, PeoplesServer } from '../../packages/client/test/people.ts';
import { password, startMember, startOwner } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { type Flow, flow, type Person, seatPerson } from '../app/flow.ts';
import { proxyAddress, startProxy } from '../app/start-proxy.ts';
import { signInAt } from '../pages/sign-in.ts';
import type { DenialRecord, DrivenCode } from './denial-table.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter: results are those of this run because they live nowhere else. */
    denial?: DenialRecord;
  }
}

/** Where the fixer sits. */
export const officeAddress = '203.0.113.7';
/** Where the member is on the way. */
export const trainAddress = '198.51.100.23';
/** Where the pictures of all rows lie. */
const spec = 'denials';

interface Scene extends Flow {
  /** The server as real clients in Node take it. */
  readonly peoples: PeoplesServer;
  /** The owner of Northwind Shipping on a device in Node, for what a row needs before it begins. */
  readonly owner: Device;
  /** The same owner in a browser that stays for the file: who helps, by clicking. */
  readonly fixer: Page;
  /** A member of Northwind Shipping who is inside, in a browser that stays for the file. A row leaves him inside. */
  readonly member: Person;
  /** The proxy through which a browser comes from this address. */
  readonly from: (address: string) => Promise<string>;
}

interface Seated {
  readonly seated: { readonly maya: Person; readonly leo: Person };
}

const scenes = flow.extend<Omit<Scene, keyof Flow> & Pick<Flow, 'settings'> & Seated>({
  settings: [{ POSTERN_TRUSTED_PROXIES: proxyAddress, POSTERN_SIGNUP: 'open' }, { scope: 'file' }],
  peoples: [
    async ({ server }, use) => use({ url: server.url, codeFor: server.mailedCode }),
    { scope: 'file' },
  ],
  owner: [
    async ({ peoples }, use) => {
      const owner = await startOwner(peoples, 'maya@northwind.example', 'northwind');
      await use(owner);
      await owner.client.close();
    },
    { scope: 'file' },
  ],
  seated: [
    async ({ browser, server, peoples, owner, from }, use) => {
      const at = { browser, server, spec };
      const signedIn = async (person: Person) => {
        await signInAt(person.page, 'northwind', person.email, password);
        await inside(person.page);
      };
      const [maya, leo] = await Promise.all([
        seatPerson(at, 'Maya', { through: await from(officeAddress) }),
        seatPerson(at, 'Leo', { through: await from(trainAddress) }),
      ]);
      await Promise.all([
        signedIn(maya),
        startMember(peoples, owner, leo.email).then(async ({ client }) => {
          await client.close();
          await signedIn(leo);
        }),
      ]);
      await use({ maya, leo });
      for (const { context, faults } of [maya, leo]) {
        await context.close();
        faults.expectNone();
      }
    },
    { scope: 'file' },
  ],
  fixer: [async ({ seated }, use) => use(seated.maya.page), { scope: 'file' }],
  member: [async ({ seated }, use) => use(seated.leo), { scope: 'file' }],
  from: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs.
    async ({}, use) => {
      const proxies = new Map<string, Awaited<ReturnType<typeof startProxy>>>();
      await use(async (address) => {
        const proxy = proxies.get(address) ?? (await startProxy(address));
        proxies.set(address, proxy);
        return proxy.url;
      });
      for (const proxy of proxies.values()) await proxy.stop();
    },
    { scope: 'file' },
  ],
});

/** What a row has at hand beside the scene. */
export interface Stage extends Scene {
  /** Waits until this page shows the row's denial with its sentence. */
  readonly refused: (page: Page, params?: Readonly<Record<string, unknown>>) => Promise<void>;
  /**
   * Does what ends the denial and waits until the refused page is inside, in the same document: nothing is loaded anew.
   * `between` is what the refused person does with what was fixed, where there is something left to do.
   */
  readonly remedied: (
    page: Page,
    fix: () => Promise<unknown>,
    between?: () => Promise<unknown>,
  ) => Promise<void>;
  /** For a client without pages: what the gate told it. */
  readonly heard: (answer: GateAnswer) => void;
  /** As `remedied`, where there is no page or it is right to load it anew. */
  readonly measured: (fix: () => Promise<unknown>, entered: () => Promise<unknown>) => Promise<void>;
}

/** Drives one denial: refused, fixed in the interface by who can, inside. */
export function row(code: DrivenCode, did: string, play: (stage: Stage) => Promise<void>): void {
  scenes(
    `${code}: ${did}`,
    async ({ settings, server, browser, seat, peoples, owner, fixer, member, from, task }) => {
      let record: DenialRecord = { code, reached: false, remedied: false, seconds: undefined };
      const note = (known: Partial<DenialRecord>) => {
        record = { ...record, ...known };
        task.meta.denial = record;
      };
      note({});
      const measured: Stage['measured'] = async (fix, entered) => {
        note({ reached: true });
        const began = performance.now();
        await fix();
        await entered();
        note({ remedied: true, seconds: (performance.now() - began) / 1000 });
      };
      const stage: Stage = {
        settings,
        server,
        browser,
        seat,
        peoples,
        owner,
        fixer,
        member,
        from,
        measured,
        heard: ({ denial }) => {
          expect(denial?.code).toBe(code);
          note({ reached: true });
        },
        refused: async (page, params = {}) => {
          await page.getByText(code, { exact: true }).waitFor();
          const says = sentence(code, params);
          await page.getByRole('heading', { name: says, exact: true, level: 1 }).waitFor();
          note({ reached: true });
        },
        remedied: async (page, fix, between = async () => {}) => {
          const document = await documentOf(page);
          await measured(fix, async () => {
            await between();
            await inside(page);
          });
          expect(await documentOf(page)).toBe(document);
        },
      };
      try {
        await play(stage);
      } catch (error) {
        await keepPicture(fixer, `${code}-fixer`);
        await keepPicture(member.page, `${code}-member`);
        throw error;
      }
      if (!record.remedied) throw new Error('nothing was remedied');
    },
  );
}

export async function inside(page: Page): Promise<void> {
  await page.getByRole('region', { name: en.vault.panes.list }).waitFor();
}

/** Tells a page from the same page loaded anew. */
function documentOf(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const path = join(import.meta.dirname, `../../artifacts/screenshots/denials/failed-${name}.png`);
  await page.screenshot({ path }).catch(() => undefined);
}
