import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTestServer } from '../apps/server/test/support/test-server.ts';
import { type Device, until } from '../packages/client/test/people.ts';
import { invite } from '../packages/client/test/team.ts';
import type { WayBack } from './harness/recovery-table.ts';
import { wayBack } from './harness/way-back.ts';
import {
  aMember,
  aVault,
  everything,
  type Has,
  keepsOwn,
  look,
  type Organization,
  Place,
  type Somebody,
} from './scene/somebody.ts';
import { beginAnew, deniedAt, invitedAgain, phoneGivesBack, phoneIsReplaced } from './scene/ways.ts';

let place: Place;
let organizations: readonly [Organization, Organization, Organization];
beforeAll(async () => {
  place = new Place(await startTestServer({ POSTERN_SIGNUP: 'open' }));
  organizations = [await place.organization(), await place.organization(), await place.organization()];
});
afterAll(() => place.stop());

interface OfThree extends Somebody {
  /** In the first, the second and the third. */
  readonly had: readonly Has[];
  readonly has: Has;
}

async function turnTo({ client }: Device, { address }: Organization): Promise<void> {
  mustBeOk(await client.organization.enter(address));
}

/** A member of all three, with a shared vault and one of their own in each. */
async function memberOfThree(name: string): Promise<OfThree> {
  const [first, ...others] = organizations;
  const somebody = await aMember(first, name);
  const had = [somebody.has];
  for (const of of others) {
    const vault = await aVault(of, `Dock of ${name}`);
    const { link } = await invite(of.owner.desk, somebody.email, { grants: [{ vault, given: 'reader' }] });
    mustBeOk(await somebody.desk.client.administration.invitations.accept(link));
    await turnTo(somebody.desk, of);
    await keepsOwn(somebody);
    had.push(await look(somebody.desk, somebody.email, 2));
  }
  return { ...somebody, had };
}

/** Looks through the organizations one after another. */
async function lookAll(device: Device, { email, had }: OfThree): Promise<string> {
  const told: string[] = [];
  for (const [at, of] of organizations.entries()) {
    await turnTo(device, of);
    told.push(everything(had[at] as Has, await look(device, email, 2)));
  }
  expect(new Set(told).size).toBe(1);
  return `in each: ${told[0]}`;
}

async function invitedByAll(of: OfThree): Promise<WayBack> {
  const device = await beginAnew(organizations[0], of.email);
  const denied: string[] = [];
  for (const organization of organizations) {
    await turnTo(device, organization);
    denied.push(deniedAt(device));
    await invitedAgain(device, organization, of.email, organization.owner);
  }
  expect(denied).toEqual(Array(3).fill('relink_required'));
  const restored = await lookAll(device, of);
  // The third to take the new keys puts them in force: nobody signs in with the old password any more.
  const { account } = device.client;
  await expect
    .poll(async () => mustBeOk(await account.accessLog()).map(({ kind }) => kind), { timeout: 20_000 })
    .toContain('generation_taken');
  return {
    denied: 'relink_required, three times',
    remedy: 'six words told to a custodian of each',
    restored,
  };
}

wayBack('member of three', 'password', async () => {
  const leo = await memberOfThree('leo');
  await turnTo(leo.desk, organizations[0]);
  await until(leo.desk.client, ({ entered }) => entered?.open !== undefined);
  return phoneGivesBack(organizations[0], leo, (device) => lookAll(device, leo));
});

wayBack('member of three', 'phone', async () => {
  const noor = await memberOfThree('noor');
  return phoneIsReplaced(organizations[0], noor, (device) => lookAll(device, noor));
});

wayBack('member of three', 'both', async () => invitedByAll(await memberOfThree('kim')));

wayBack('member of three', 'everything but the kit', async () => {
  const sam = await memberOfThree('sam');
  await sam.desk.client.close();
  return invitedByAll(sam);
});

wayBack('member of three', 'everything', async () => {
  const tess = await memberOfThree('tess');
  await tess.desk.client.close();
  return invitedByAll(tess);
});
