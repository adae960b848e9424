import { mustBeOk, type OrganizationId } from '@postern/core';
import { expect } from 'vitest';
import { AuthenticatorApp } from '../../apps/server/test/support/authenticator-app.ts';
import type { TestServer } from '../../apps/server/test/support/test-server.ts';
import { readTextOfOwnPdf } from '../../packages/client/src/paper/own-pdf.ts';
import { createMemoryPhoneKeys } from '../../packages/client/src/phone/memory-phone-keys.ts';
import { createPhoneApprover } from '../../packages/client/src/phone/phone-approver.ts';
import type { PhoneApprover } from '../../packages/client/src/phone/port.ts';
import { type Device, readPrintedTexts, startDevice, until } from '../../packages/client/test/people.ts';
import {
  createVault,
  entryDraft,
  memberOf,
  password,
  startMember,
  startPerson,
} from '../../packages/client/test/team.ts';

/** What somebody chooses after the password was forgotten. */
export const newPassword = 'copper lantern 58 harbour';

/** The ways in which a device differs from one at the office: where it comes from. */
export type From = Parameters<typeof startDevice>[2];

/** A real server and everybody before it; they all end with it. */
export class Place {
  readonly server: TestServer;
  readonly #ends: (() => Promise<unknown>)[] = [];
  #organizations = 0;

  constructor(server: TestServer) {
    this.server = server;
  }

  /** A new device of anybody. */
  async device(from?: From): Promise<Device> {
    return this.keep(await startDevice(this.server, undefined, from));
  }

  keep(device: Device): Device {
    this.#ends.push(() => device.client.close());
    return device;
  }

  async phone(): Promise<PhoneApprover> {
    const phone = await createPhoneApprover({
      fetch: globalThis.fetch,
      baseUrl: this.server.url,
      keys: createMemoryPhoneKeys(),
    });
    this.#ends.push(() => phone.close());
    return phone;
  }

  /** An organization of its own with its owner inside, who keeps the kit. */
  async organization(owner?: Device): Promise<Organization> {
    const address = `northwind-${++this.#organizations}-${process.pid}`;
    const email = owner === undefined ? `maya@${address}.example` : emailOf(owner);
    const desk = owner ?? this.keep(await startPerson(this.server, email));
    mustBeOk(await desk.client.organization.create('Northwind', address));
    mustBeOk(await desk.client.organization.enter(address));
    const kit = mustBeOk(await desk.client.organization.makeKit(address));
    const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
    mustBeOk(await desk.client.organization.confirmKit(address, groups[kit.askedGroup - 1] ?? ''));
    await until(desk.client, ({ entered }) => entered?.open !== undefined);
    const { organization: id } = mustBeOk(await desk.client.organization.evidence());
    return { place: this, address, id, owner: { email, desk }, code: groups.join('-') };
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) await end();
    await this.server.stop();
  }
}

export interface Organization {
  readonly place: Place;
  readonly address: string;
  readonly id: OrganizationId;
  readonly owner: Somebody;
  /** The recovery code, as the kit prints it. */
  readonly code: string;
}

export interface Somebody {
  readonly email: string;
  readonly desk: Device;
}

function emailOf({ client }: Device): string {
  return client.snapshot().account?.email ?? '';
}

type Given = Parameters<typeof startMember>[3];

/** Somebody new, invited by the owner and inside. */
export async function joined(of: Organization, name: string, given: Given = {}): Promise<Somebody> {
  const { place, address, owner } = of;
  const email = `${name}@${address}.example`;
  return { email, desk: place.keep(await startMember(place.server, owner.desk, email, given)) };
}

/** The owner makes somebody a custodian. */
export async function madeCustodian({ owner }: Organization, { email }: Somebody): Promise<void> {
  const { id } = await memberOf(owner.desk, email);
  mustBeOk(await owner.desk.client.administration.people.addCustodian(id));
}

/** A shared vault with an entry; the owner manages it. */
export function aVault({ owner }: Organization, name: string) {
  return createVault(owner.desk, name, `Gate code of ${name}`);
}

/** An entry in one's own vault, marked as a favourite: nobody else has any of it. */
export async function keepsOwn({ desk }: Somebody): Promise<void> {
  const { entered } = await until(desk.client, (now) =>
    Boolean(now.entered?.open?.vaults.some(({ kind }) => kind === 'personal')),
  );
  const own = entered?.open?.vaults.find(({ kind }) => kind === 'personal');
  if (own === undefined) throw new Error('no vault of one’s own');
  mustBeOk(await desk.client.vault.addEntry(own.id, { ...entryDraft('My own'), favourite: true }));
}

/** What somebody has in an organization: each thing looked at on this device, each entry opened. */
export interface Has {
  readonly role: string;
  readonly custodian: boolean;
  readonly vaults: readonly string[];
  readonly passwords: readonly string[];
  readonly favourites: number;
}

/** Waits until `count` entries are there, one of them a favourite, and looks through everything. */
export async function look({ client }: Device, email: string, count: number): Promise<Has> {
  const { entered } = await until(client, (now) => {
    const counts = now.entered?.open?.counts;
    return counts?.all === count && counts.favourites === 1;
  });
  const open = entered?.open;
  if (open === undefined) throw new Error('not inside');
  const rows = await client.vault.listEntries({ kind: 'all' }, '');
  const opened = await Promise.all(rows.map(async (row) => mustBeOk(await client.vault.openEntry(row))));
  const members = mustBeOk(await client.administration.people.list(true));
  const self = members.find((one) => one.email === email);
  if (self === undefined) throw new Error('no member of it');
  return {
    role: self.role,
    custodian: self.custodian,
    vaults: open.vaults.map(({ kind, name }) => (kind === 'personal' ? kind : name)).sort(),
    passwords: opened.map((entry) => ('password' in entry ? `${entry.password}` : '')).sort(),
    favourites: open.counts.favourites,
  };
}

/** In words, once it was found to be what it had been. */
export function everything(was: Has, is: Has): string {
  expect(is).toEqual(was);
  const shared = is.vaults.filter((name) => name !== 'personal').length;
  return [
    is.role,
    ...(is.custodian ? ['custody'] : []),
    ...(shared === 0 ? [] : [shared === 1 ? 'the shared vault' : `${shared} shared vaults`]),
    'own vault',
    'favourites',
  ].join(', ');
}

/** Has an authenticator from now on, in a phone. */
export async function hasAuthenticator({ server }: Place, { desk: { client } }: Pick<Somebody, 'desk'>) {
  mustBeOk(await client.account.confirmIdentity(password));
  const app = new AuthenticatorApp(mustBeOk(await client.secondFactor.beginTotp()).secretB32, server.nowMs);
  mustBeOk(await client.secondFactor.finishTotp('Phone', app.code()));
}

/** A key sheet that counts; what its QR code says. */
export async function printsSheet({ desk: { client } }: Pick<Somebody, 'desk'>): Promise<string> {
  mustBeOk(await client.account.confirmIdentity(password));
  const text = (await readTextOfOwnPdf(mustBeOk(await client.keyStorage.makeSheet()).pdf)) ?? '';
  mustBeOk(await client.keyStorage.confirmSheet(text, password));
  return text;
}

/** Pairs a phone with the account that is open on a device. */
export async function pair(place: Place, { desk: { client } }: Somebody): Promise<PhoneApprover> {
  const phone = await place.phone();
  mustBeOk(await client.account.confirmIdentity(password));
  mustBeOk(await client.phone.beginPairing());
  const { pairing } = await until(client, (now) => now.pairing?.state === 'shown');
  if (pairing?.state !== 'shown') throw new Error('no code is shown');
  mustBeOk(await phone.pair(pairing.text, 'Phone'));
  await until(client, (now) => now.pairing?.state === 'answered');
  mustBeOk(await client.phone.confirmPairing());
  await phone.refresh();
  expect(phone.snapshot().pairings).toMatchObject([{ state: 'paired' }]);
  return phone;
}

/** Somebody with a shared vault and one of their own, and what all of that is. */
export async function aMember(
  of: Organization,
  name: string,
  given: Given = {},
): Promise<Somebody & { readonly has: Has }> {
  const vault = await aVault(of, `Dock of ${name}`);
  const somebody = await joined(of, name, { ...given, grants: [{ vault, given: 'editor' }] });
  await keepsOwn(somebody);
  return { ...somebody, has: await look(somebody.desk, somebody.email, 2) };
}

/**
 * The owner with a shared vault and one of their own, and what all of that is; after everybody else has come, with whom
 * the owner shares `entries` more.
 */
export async function theOwner(of: Organization, entries = 0): Promise<Somebody & { readonly has: Has }> {
  await aVault(of, 'Dock');
  await keepsOwn(of.owner);
  return { ...of.owner, has: await look(of.owner.desk, of.owner.email, 2 + entries) };
}
