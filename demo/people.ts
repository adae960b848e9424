import { randomInt } from 'node:crypto';
import type { DenialCode } from '@postern/access';
import type { InviteDraft } from '@postern/client';
import { type MemberId, mustBeOk, type VaultId } from '@postern/core';
import { confirmKit, type Device, signUp, startDevice } from '../packages/client/test/people.ts';
import { draft, memberOf } from '../packages/client/test/team.ts';
import { password } from './demo-person.ts';

/** What the demo's people need of their server. */
export interface DemoServer {
  readonly url: string;
  readonly mailedCode: (email: string) => Promise<string>;
  /** A folder for what people keep on paper. */
  readonly papers: string;
  /** What the operator does beside it. */
  readonly operate: (address: string, act: 'suspended') => Promise<void>;
}

/** A device on which this person has just signed up. */
export async function start({ url, mailedCode }: DemoServer, email: string): Promise<Device> {
  const server = { url, codeFor: mailedCode };
  const device = await startDevice(server);
  await signUp(server, device, email, password);
  return device;
}

/** Somebody who has an account and nothing else. */
export async function signUpOnly(server: DemoServer, email: string): Promise<void> {
  const { client } = await start(server, email);
  await client.close();
}

/** Founds an organization. Its kit is not saved yet. */
export async function found(by: Device, name: string, address: string): Promise<void> {
  mustBeOk(await by.client.organization.create(name, address));
  mustBeOk(await by.client.organization.enter(address));
}

/** The same with its kit saved, so that people can work there. */
export async function foundReady(
  server: DemoServer,
  email: string,
  name: string,
  address: string,
): Promise<Device> {
  const owner = await start(server, email);
  await found(owner, name, address);
  await confirmKit(owner, address);
  return owner;
}

/** The link of an invitation that was just made. */
export async function invite(by: Device, email: string, given: Partial<InviteDraft> = {}): Promise<string> {
  const [made] = mustBeOk(await by.client.administration.invitations.invite(email, draft(given)));
  if (made?.ok !== true) throw new Error(`${email} was not invited: ${made?.refused.code}`);
  return made.made.link;
}

/** Somebody new who has followed their invitation. Answers who they are in the organization. */
export async function join(
  server: DemoServer,
  by: Device,
  email: string,
  given: Partial<InviteDraft> = {},
): Promise<MemberId> {
  const link = await invite(by, email, given);
  const { client } = await start(server, email);
  mustBeOk(await client.administration.invitations.accept(link));
  await client.close();
  return (await memberOf(by, email)).id;
}

/** Signs in, is refused, and asks for access. */
export async function ask(
  server: DemoServer,
  email: string,
  address: string,
  asked: { readonly code: DenialCode; readonly note: string },
): Promise<void> {
  const { client } = await startDevice(server);
  mustBeOk(await client.account.signIn(email, password));
  mustBeOk(await client.organization.enter(address));
  mustBeOk(await client.requests.ask.ask(address, asked));
  await client.close();
}

/** A shared vault with a login for each line, every one with a password of its own. */
export async function fillVault(
  by: Device,
  name: string,
  entries: readonly (readonly [title: string, user: string, url: string])[],
): Promise<VaultId> {
  const vault = mustBeOk(await by.client.vault.createVault(name));
  for (const [title, user, url] of entries) {
    const added = await by.client.vault.addEntry(vault, {
      type: 'login',
      title,
      user,
      password: drawPassword(),
      urls: url === '' ? [] : [url],
      notes: '',
      tags: [],
      folder: undefined,
      favourite: title.startsWith('Bank'),
      custom: [],
    });
    if (!added.ok) throw new Error(`${title} was not added: ${added.code}`);
  }
  return vault;
}

function drawPassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789-_!';
  return Array.from({ length: 18 }, () => signs[randomInt(signs.length)]).join('');
}
