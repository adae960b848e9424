import type { InviteDraft, MadeInvitation, MemberView, PosternClient, VaultPort } from '@postern/client';
import { mustBeOk, type VaultId } from '@postern/core';
import {
  confirmKit,
  type Device,
  type PeoplesServer,
  readPrintedTexts,
  signUp,
  startDevice,
  until,
} from './people.ts';

/** People of an organization and what they do there, each on a device with a real client. */

export const password = 'granite orchard 47 lantern';

/** A device on which this person has just signed up. */
export async function startPerson(server: PeoplesServer, email: string): Promise<Device> {
  const device = await startDevice(server);
  await signUp(server, device, email, password);
  return device;
}

/** A device whose person has founded an organization that is set up. */
export async function startOwner(server: PeoplesServer, email: string, address: string): Promise<Device> {
  const device = await startPerson(server, email);
  mustBeOk(await device.client.organization.create('Northwind', address));
  mustBeOk(await device.client.organization.enter(address));
  await confirmKit(device, address);
  return device;
}

export function draft(given: Partial<InviteDraft> = {}): InviteDraft {
  return {
    role: 'member',
    permissions: [],
    groups: [],
    grants: [],
    clients: { allowed: [], denied: [] },
    endsAtMs: null,
    delivery: 'link',
    expiresInDays: 7,
    ...given,
  };
}

/** What one address of an invitation came to. */
export async function invite(
  by: Device,
  email: string,
  given: Partial<InviteDraft> = {},
): Promise<MadeInvitation> {
  const [made] = mustBeOk(await by.client.administration.invitations.invite(email, draft(given)));
  if (made?.ok !== true) throw new Error(`not invited: ${made?.refused.code}`);
  return made.made;
}

/** Somebody new on a device of their own, invited by link and inside. */
export async function startMember(
  server: PeoplesServer,
  by: Device,
  email: string,
  given: Partial<InviteDraft> = {},
): Promise<Device> {
  const { link } = await invite(by, email, given);
  const device = await startPerson(server, email);
  const joined = mustBeOk(await device.client.administration.invitations.accept(link));
  mustBeOk(await device.client.organization.enter(joined.address));
  await until(device.client, ({ entered }) => entered?.open !== undefined);
  return device;
}

export async function memberOf(by: Device, email: string): Promise<MemberView> {
  const members = mustBeOk(await by.client.administration.people.list(true));
  const found = members.find((one) => one.email === email);
  if (found === undefined) throw new Error(`${email} is no member`);
  return found;
}

/** A shared vault with these entries. */
export async function createVault(by: Device, name: string, ...titles: string[]): Promise<VaultId> {
  const vault = mustBeOk(await by.client.vault.createVault(name));
  for (const title of titles) await addEntry(by, vault, title);
  return vault;
}

export async function addEntry(by: Device, vault: VaultId, title: string) {
  const added = await by.client.vault.addEntry(vault, entryDraft(title));
  if (!added.ok) throw new Error(`not added: ${added.code}`);
  return added.value;
}

export function entryDraft(title: string): Parameters<VaultPort['addEntry']>[1] {
  return {
    type: 'login',
    title,
    user: 'dispatch',
    password: `of ${title}`,
    urls: [],
    notes: '',
    tags: [],
    folder: undefined,
    favourite: false,
    custom: [],
  };
}

/** The titles of a vault once the client lists this one. */
export async function titlesWith(client: PosternClient, vault: VaultId, title: string): Promise<string[]> {
  let titles: string[] = [];
  await untilAsync(client, async () => {
    titles = (await client.vault.listEntries({ kind: 'vault', vault }, '')).map((row) => row.title);
    return titles.includes(title);
  });
  return titles;
}

/** Answers once what is looked at anew after each change of the snapshot is as wanted. */
function untilAsync(client: PosternClient, wanted: () => Promise<boolean>): Promise<void> {
  return new Promise((resolve, reject) => {
    let looking = Promise.resolve();
    let ended = false;
    const look = () => {
      looking = looking.then(async () => {
        if (ended || !(await wanted())) return;
        ended = true;
        end();
        resolve();
      }, reject);
    };
    const end = client.subscribe(look);
    look();
  });
}

/** The code of a kit that is made and confirmed now, as it is printed. */
export async function newKit({ client }: Device, at: string): Promise<string> {
  const kit = mustBeOk(await client.organization.makeKit(at));
  const groups = (await readPrintedTexts(kit.pdf)).filter((text) => /^[0-9A-HJKMNP-TV-Z]{6}$/.test(text));
  mustBeOk(await client.organization.confirmKit(at, groups[kit.askedGroup - 1] ?? ''));
  return groups.join('-');
}
