import type { OpenedRequest, RemedyChoice } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { expect } from 'vitest';
import { type Device, until } from '../../packages/client/test/people.ts';
import { password } from '../../packages/client/test/team.ts';
import type { WayBack } from '../harness/recovery-table.ts';
import {
  everything,
  type From,
  type Has,
  look,
  newPassword,
  type Organization,
  type Place,
  pair,
  type Somebody,
} from './somebody.ts';

/** What the gate says where this device stands. */
export function deniedAt({ client }: Device): string {
  return client.snapshot().entered?.gate.denial?.code ?? 'none';
}

/** Proves the mailbox on a new device; where the keys are to come from is still open. */
export async function proveMailbox(place: Place, email: string, from?: From): Promise<Device> {
  const device = await place.device(from);
  // Whoever asked before, for another row, asked long ago.
  place.server.passMs(3_600_000);
  const { forgotPassword } = device.client;
  mustBeOk(await forgotPassword.begin(email));
  mustBeOk(await forgotPassword.enterCode(email, place.server.codeFor(email)));
  return device;
}

/** Begins anew on a new device, with no key of before, and asks to enter. */
export async function beginAnew(
  { place, address }: Pick<Organization, 'place' | 'address'>,
  email: string,
  from?: From,
): Promise<Device> {
  const device = await proveMailbox(place, email, from);
  mustBeOk(await device.client.forgotPassword.startOver(newPassword));
  mustBeOk(await device.client.organization.enter(address));
  return device;
}

/** The phone gives the keys back to somebody who forgot the password: nothing else changes. */
export async function phoneGivesBack(
  of: Organization,
  who: Somebody & { readonly has: Has },
  lookAll = async (device: Device) =>
    everything(who.has, await look(device, who.email, who.has.passwords.length)),
): Promise<WayBack> {
  const phone = await pair(of.place, who);
  const device = await proveMailbox(of.place, who.email);
  const { client } = device;
  mustBeOk(await client.phone.ask());
  const { approval } = await until(client, (now) => now.approval?.state === 'asked');
  if (approval?.state !== 'asked') throw new Error('no code is shown');
  mustBeOk(await phone.refresh());
  mustBeOk(await phone.approveByCode(approval.text));
  await until(client, (now) => now.approval?.state === 'approved');
  expect(mustBeOk(await client.forgotPassword.finish(newPassword))).toMatchObject({ scope: 'full' });
  mustBeOk(await client.organization.enter(of.address));
  const denied = deniedAt(device);
  expect(denied).toBe('none');
  const restored = await lookAll(device);
  return { denied, remedy: 'mailed code, approved on the phone, new password', restored };
}

/** A phone is gone: it is taken off the account and opens nothing more, and another takes its place. */
export async function phoneIsReplaced(
  of: Organization,
  who: Somebody & { readonly has: Has },
  lookAll = async (device: Device) =>
    everything(who.has, await look(device, who.email, who.has.passwords.length)),
): Promise<WayBack> {
  const { place, address } = of;
  const lost = await pair(place, who);
  const { client } = who.desk;
  const [paired] = mustBeOk(await client.phone.phones());
  if (paired === undefined) throw new Error('no phone is paired');
  mustBeOk(await client.phone.unpair(paired.method, password));
  await lost.refresh();
  expect(lost.snapshot().pairings).toMatchObject([{ state: 'lost' }]);
  await pair(place, who);
  const device = await place.device();
  mustBeOk(await device.client.account.signIn(who.email, password));
  mustBeOk(await device.client.organization.enter(address));
  const denied = deniedAt(device);
  expect(denied).toBe('none');
  const restored = await lookAll(device);
  return { denied, remedy: 'the phone taken off the account, another paired', restored };
}

/** Asks to be invited again and reads out the six words. */
export async function readOutWords(device: Device, address: string): Promise<readonly string[]> {
  const { requests, relink } = device.client;
  mustBeOk(await requests.ask.ask(address, { code: deniedAt(device) as never, note: '' }));
  return mustBeOk(await relink.words(address)).words;
}

export async function requestOf({ desk: { client } }: Somebody, email: string): Promise<OpenedRequest> {
  const { rows } = mustBeOk(await client.requests.inbox.list('open'));
  const row = rows.find((one) => one.email === email);
  if (row === undefined) throw new Error('asks for nothing');
  return mustBeOk(await client.requests.inbox.open(row.request));
}

/** A fixer hears the words and takes the remedy. */
export async function hears(
  fixer: Somebody,
  email: string,
  remedy: Extract<RemedyChoice['remedy'], 'reinvite_member' | 'confirm_words'>,
  words: readonly string[],
) {
  const { inbox } = fixer.desk.client.requests;
  return inbox.settle(await requestOf(fixer, email), [{ remedy, words }]);
}

/** Is invited again by somebody who hears the words, and comes in. */
export async function invitedAgain(device: Device, { address }: Organization, email: string, by: Somebody) {
  mustBeOk(await hears(by, email, 'reinvite_member', await readOutWords(device, address)));
  await until(device.client, ({ entered }) => entered?.open !== undefined);
}

/** Types the recovery code at the owner's door, on a device that knows nothing of the organization. */
export async function recovers(
  { client }: Device,
  { address, code, id }: Organization,
  wanted: { readonly address: boolean; readonly secondFactor: boolean } = {
    address: false,
    secondFactor: false,
  },
) {
  const begun = mustBeOk(await client.account.beginRecovery(address));
  if (!begun.identified) mustBeOk(await client.account.identifyOrganization(id));
  expect(mustBeOk(await client.account.recoverOrganization(code, wanted))).toEqual({ entered: true });
  await until(client, ({ entered }) => entered?.open !== undefined);
}

/** Is invited again by a custodian, after `denied`, and has everything back. */
export async function invitedByCustodian(
  of: Organization,
  who: Pick<Somebody, 'email'> & { readonly has: Has },
  by: Somebody,
  code: string,
): Promise<WayBack> {
  const device = await beginAnew(of, who.email);
  const denied = deniedAt(device);
  expect(denied).toBe(code);
  await invitedAgain(device, of, who.email, by);
  const restored = everything(who.has, await look(device, who.email, who.has.passwords.length));
  return { denied, remedy: 'six words told to a custodian', restored };
}

/** Types the recovery code, after `denied`, and has everything back. */
export async function recoveredByKit(
  of: Organization,
  who: Pick<Somebody, 'email'> & { readonly has: Has },
  code: string,
): Promise<WayBack> {
  const device = await beginAnew(of, who.email);
  const denied = deniedAt(device);
  expect(denied).toBe(code);
  await recovers(device, of);
  const restored = everything(who.has, await look(device, who.email, who.has.passwords.length));
  return { denied, remedy: 'recovery code', restored };
}

/**
 * On a server of its own, where a month passes. Nothing is left that opens the vaults: the owner gives the organization up, and its address is
 * free for another.
 */
export async function givenUp(
  of: Organization,
  code: string,
  members: readonly Pick<Somebody, 'email'>[],
): Promise<WayBack> {
  const { address, owner, place } = of;
  const { server } = place;
  const device = await beginAnew(of, owner.email);
  const denied = deniedAt(device);
  expect(denied).toBe(code);
  const { account } = device.client;
  mustBeOk(await account.beginAbandonment(address));
  const before = server.mails.length;
  mustBeOk(await account.confirmAbandonment(address, server.codeFor(owner.email)));
  // Everybody hears of it while there is time to keep it.
  await expect
    .poll(() => server.mails.slice(before).map(({ to }) => to))
    .toEqual(expect.arrayContaining(members.map(({ email }) => email)));
  const later = await place.device();
  mustBeOk(await later.client.account.signIn(owner.email, newPassword));
  // As long as the organization stands, the new keys wait beside those it knows, and found nothing.
  expect(await later.client.organization.create('Northwind', address)).toMatchObject({
    code: 'generation_waits',
  });
  server.passMs(31 * 24 * 3_600_000);
  await server.restart();
  const again = await place.device();
  mustBeOk(await again.client.account.signIn(owner.email, newPassword));
  await expect
    .poll(async () => (await again.client.organization.create('Northwind', address)).ok, { timeout: 20_000 })
    .toBe(true);
  return {
    denied,
    remedy: 'given up with a mailed code, announced, deleted after 30 days',
    restored: 'the address, for a new beginning; the vaults are lost, as was said before',
  };
}
