import { createMemoryStore, type EntryDraft, type EntryRef } from '@postern/client';
import { mustBeOk, type VaultId } from '@postern/core';
import { startTestServer, type TestServer } from '../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, signUp, startDevice, until } from '../../packages/client/test/people.ts';
import type { Scene } from '../harness/attack.ts';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';

/**
 * Where most attacks happen: Maya's account and her organization Northwind with one shared vault, made by a real client
 * on a real server. Everything she has goes through `evil`, which behaves until the attack tells it what to do.
 */
export interface Place {
  readonly scene: Scene;
  readonly server: TestServer;
  readonly evil: MisbehavingServer;
  readonly email: string;
  readonly password: string;
  /** Her first device: signed in, inside Northwind. */
  readonly desk: Device;
  readonly vault: VaultId;
}

export const address = 'northwind';

/** A server of this attack alone; it ends with the scene. */
export async function aServer(scene: Scene, environment: Record<string, string> = {}): Promise<TestServer> {
  const server = await startTestServer(environment);
  scene.after(() => server.stop());
  return server;
}

/** Another device before this server; it ends with the scene. */
export async function aDevice(scene: Scene, server: TestServer, evil: MisbehavingServer): Promise<Device> {
  const device = await startDevice(server, createMemoryStore(), evil.fetch);
  scene.after(() => device.client.close());
  return device;
}

/** Maya's place, set up while the server behaves; her password is planted. */
export async function mayasPlace(
  scene: Scene,
  evil: MisbehavingServer = scene.misbehave(),
  server?: TestServer,
): Promise<Place> {
  server ??= await aServer(scene);
  const email = 'maya@northwind.example';
  const password = scene.plant("Maya's password", 'seven copper kettles');
  const desk = await aDevice(scene, server, evil);
  await signUp(server, desk, email, password);
  mustBeOk(await desk.client.organization.create('Northwind', address));
  await confirmKit(desk, address);
  mustBeOk(await desk.client.organization.enter(address));
  const vault = mustBeOk(await desk.client.vault.createVault('Office'));
  return { scene, server, evil, email, password, desk, vault };
}

/** A new device of Maya's, signed in; not yet inside Northwind. */
export async function mayasNewDevice({ scene, server, evil, email, password }: Place): Promise<Device> {
  const device = await aDevice(scene, server, evil);
  mustBeOk(await device.client.account.signIn(email, password));
  return device;
}

/** Enters Northwind and waits until the entries of the vault are there: `count` of them in all. */
export async function enterAndRead(device: Device, count: number): Promise<void> {
  mustBeOk(await device.client.organization.enter(address));
  await until(device.client, ({ entered }) => entered?.open?.counts.all === count);
}

/** The code of the alarm that this device shows, once it shows one. */
export async function alarmOf({ client }: Device): Promise<string> {
  const { alarm } = await until(client, (snapshot) => snapshot.alarm !== undefined);
  return alarm?.code ?? '';
}

/** Writes an entry on Maya's desk. */
export async function addEntry({ desk, vault }: Place, draft: EntryDraft): Promise<EntryRef> {
  return mustBeOk(await desk.client.vault.addEntry(vault, draft));
}

/** A login with this title; everything else as given, or empty. */
export function loginOf(title: string, given: Partial<EntryDraft> = {}): EntryDraft {
  return {
    type: 'login',
    title,
    user: 'maya',
    password: '',
    urls: [],
    notes: '',
    tags: [],
    folder: undefined,
    favourite: false,
    custom: [],
    ...given,
  };
}
