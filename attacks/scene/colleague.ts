import { mustBeOk } from '@postern/core';
import type { Device } from '../../packages/client/test/people.ts';
import { signUp, until } from '../../packages/client/test/people.ts';
import { invite } from '../../packages/client/test/team.ts';
import { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { aDevice, address, type Place } from './mayas-place.ts';

/** Somebody else at Northwind, on a device of their own before a server that behaves. */
export interface Colleague extends Pick<Place, 'server' | 'email' | 'password'> {
  readonly desk: Device;
}

type Given = Parameters<typeof invite>[2];

/** Whom Maya invites by link, and who is inside then; `evil` is the server before that device, if not one that behaves. */
export async function aColleague(
  place: Place,
  name: string,
  given: Given = {},
  evil = new MisbehavingServer(),
): Promise<Colleague> {
  const { scene, server } = place;
  const email = `${name}@northwind.example`;
  const password = 'nine slate harbours';
  const { link } = await invite(place.desk, email, given);
  const desk = await aDevice(scene, server, evil);
  await signUp(server, desk, email, password);
  mustBeOk(await desk.client.administration.invitations.accept(link));
  mustBeOk(await desk.client.organization.enter(address));
  await until(desk.client, ({ entered }) => entered?.open !== undefined);
  return { server, email, password, desk };
}
