import { mustBeOk } from '@postern/core';
import type { TestServer } from '../../apps/server/test/support/test-server.ts';
import type { Device } from '../../packages/client/test/people.ts';
import type { Scene } from '../harness/attack.ts';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { aDevice } from './mayas-place.ts';

export const newPassword = 'copper lantern 58 harbour';

/** A new device of somebody who has forgotten the password and has no other way to the keys: they begin anew. */
export async function beginAnew(
  {
    scene,
    server,
    evil,
  }: { readonly scene: Scene; readonly server: TestServer; readonly evil: MisbehavingServer },
  email: string,
): Promise<Device> {
  const device = await aDevice(scene, server, evil);
  const { forgotPassword } = device.client;
  mustBeOk(await forgotPassword.begin(email));
  mustBeOk(await forgotPassword.enterCode(email, server.codeFor(email)));
  mustBeOk(await forgotPassword.startOver(newPassword));
  return device;
}
