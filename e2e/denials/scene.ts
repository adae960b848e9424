import type { Page } from 'playwright-core';
import type { Device, PeoplesServer } from '../../packages/client/test/people.ts';
import { password, startMember, startOwner } from '../../packages/client/test/team.ts';
import { en } from '../../packages/ui/src/text/en.ts';
import { type Flow, flow, type Person, seatPerson } from '../app/flow.ts';
import { type AddressProxy, proxyAddress, startProxy } from '../app/start-proxy.ts';
import { signInAt } from '../pages/sign-in.ts';
import { countPresses } from './count-presses.ts';

/** Where the fixer sits. */
export const officeAddress = '203.0.113.7';
/** Where the member is on the way. */
export const trainAddress = '198.51.100.23';
/** Where the pictures of all rows lie. */
const spec = 'denials';

export interface Scene extends Omit<Flow, 'views'> {
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
  /** Gives who came from an address another one from now on. */
  readonly moved: (address: string, to: string) => void;
}

interface Behind {
  readonly proxies: Map<string, AddressProxy>;
  readonly seated: { readonly maya: Person; readonly leo: Person };
}

/** One server, and who is always there, for a file. */
export const scenes = flow.extend<Omit<Scene, keyof Flow> & Pick<Flow, 'settings'> & Behind>({
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
        await countPresses(person.context);
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
  proxies: [
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs.
    async ({}, use) => {
      const proxies = new Map<string, AddressProxy>();
      await use(proxies);
      for (const proxy of proxies.values()) await proxy.stop();
    },
    { scope: 'file' },
  ],
  from: [
    async ({ proxies }, use) =>
      use(async (address) => {
        const proxy = proxies.get(address) ?? (await startProxy(address));
        proxies.set(address, proxy);
        return proxy.url;
      }),
    { scope: 'file' },
  ],
  moved: [
    async ({ proxies }, use) => use((address, to) => proxies.get(address)?.moveTo(to)),
    { scope: 'file' },
  ],
});

export async function inside(page: Page): Promise<void> {
  await page.getByRole('region', { name: en.vault.panes.list }).waitFor();
}
