import { readLedger } from '@postern/contract';
import { mustBeOk, type Result } from '@postern/core';
import type { Device } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { address, mayasNewDevice, mayasPlace } from './scene/mayas-place.ts';
import { tellAccountState } from './scene/tell-account-state.ts';

export interface Replayed {
  readonly device: Device;
  readonly entered: Result<unknown>;
  readonly minutesBefore: number | undefined;
}

/**
 * Maya tightens the organization's settings at her desk. To her next device the server shows the ledger without that:
 * every event in it is genuine, the last one is missing.
 */
export async function replayOldPolicy(scene: Scene): Promise<Replayed> {
  const place = await mayasPlace(scene);
  const { desk, evil } = place;
  const minutesBefore = desk.client.snapshot().entered?.open?.settings.sessionAgeMinutes;
  mustBeOk(await desk.client.organization.changeSettings({ sessionAgeMinutes: 15 }));
  await tellAccountState(place);

  const device = await mayasNewDevice(place);
  evil.alter(readLedger, (answer) => ({ ...answer, events: answer.events.slice(0, -1) }), {
    if: ({ url }) => url.searchParams.get('from') === '0',
  });
  return { device, entered: await device.client.organization.enter(address), minutesBefore };
}
