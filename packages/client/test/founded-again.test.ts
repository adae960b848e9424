import { mustBeOk } from '@postern/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { confirmKit, type Device, startDevice, until } from './people.ts';
import { createVault, invite, password, startMember, startOwner, startPerson } from './team.ts';

/**
 * An address that is free again leads its owner, who still has every key, to what is founded there now, and those who are
 * invited to it once they have said that the other was given up.
 */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ POSTERN_SIGNUP: 'open' });
});
afterAll(() => server.stop());

async function giveUp({ client }: Device, email: string, address: string): Promise<void> {
  mustBeOk(await client.account.beginAbandonment(address));
  mustBeOk(await client.account.confirmAbandonment(address, server.codeFor(email)));
  await client.close();
  server.passMs(31 * 24 * 3_600_000);
  await server.restart();
}

it('founds another organization at an address that was given up', async () => {
  const email = 'maya@harbour.example';
  const maya = await startPerson(server, email);
  mustBeOk(await maya.client.organization.create('Harbour', 'harbour'));
  const before = maya.client.snapshot().organizations;
  await giveUp(maya, email, 'harbour');

  const later = await startDevice(server);
  mustBeOk(await later.client.account.signIn(email, password));
  const { organization } = later.client;
  await expect
    .poll(async () => (await organization.create('Harbour', 'harbour')).ok, { timeout: 20_000 })
    .toBe(true);
  expect(mustBeOk(await organization.enter('harbour'))).toMatchObject({ denial: { code: 'setup_required' } });
  const { alarm, organizations } = later.client.snapshot();
  expect(alarm).toBeUndefined();
  expect(organizations).toHaveLength(1);
  expect(organizations[0]?.id).not.toBe(before[0]?.id);
  await later.client.close();
});

/**
 * Leo works at quay, which is gone; somebody else founds an organization there and invites him. What he sees is the same where
 * a server hides his own organization and shows another in its place.
 */
describe('an invitation to another organization at an address that one knows', () => {
  const email = 'leo@quay.example';
  /** The clocks of devices stay where they are while the server's goes on. */
  const inTime = { expiresInDays: 90 };
  let link: string;
  let known: string;
  beforeAll(async () => {
    const maya = await startOwner(server, 'maya@quay.example', 'quay');
    const leo = await startMember(server, maya, email, inTime);
    known = leo.client.snapshot().organizations[0]?.id ?? '';
    await leo.client.close();
    await giveUp(maya, 'maya@quay.example', 'quay');
    const omar = await startPerson(server, 'omar@elsewhere.example');
    await vi.waitFor(async () => mustBeOk(await omar.client.organization.create('Quay', 'quay')), 20_000);
    mustBeOk(await omar.client.organization.enter('quay'));
    await confirmKit(omar, 'quay');
    const wiki = await createVault(omar, 'Wiki', 'Port authority');
    ({ link } = await invite(omar, email, { ...inTime, grants: [{ vault: wiki, given: 'reader' }] }));
    await omar.client.close();
  });
  const leoAgain = async () => {
    const device = await startDevice(server);
    mustBeOk(await device.client.account.signIn(email, password));
    return device;
  };
  const ids = ({ client }: Device) => client.snapshot().organizations.map(({ id }) => id);

  it('is not taken up without being asked, and the address leads nowhere else (BW08)', async () => {
    const leo = await leoAgain();
    const { client, sent } = leo;
    expect(await client.administration.invitations.accept(link)).toMatchObject({
      code: 'address_known_otherwise',
      params: { slug: 'quay' },
    });
    expect(sent.filter((request) => request.includes('/invitations/join'))).toEqual([]);
    expect(ids(leo)).toEqual([known]);
    expect(await client.organization.enter('quay')).toMatchObject({ value: { allowed: false } });
    expect(client.snapshot().entered?.open).toBeUndefined();
    await client.close();
  });

  it('is taken up with the word that the other was given up, on every device', async () => {
    const [leo, elsewhere] = [await leoAgain(), await leoAgain()];
    const { invitations } = leo.client.administration;
    expect(await invitations.accept(link)).toMatchObject({ code: 'address_known_otherwise' });
    mustBeOk(await invitations.accept(link, undefined, 'was given up'));
    for (const device of [leo, elsewhere]) {
      mustBeOk(await device.client.organization.enter('quay'));
      await until(
        device.client,
        ({ entered }) => entered?.open?.vaults.some(({ kind }) => kind === 'shared') === true,
      );
      expect(device.client.snapshot().alarm).toBeUndefined();
      expect(ids(device)).toHaveLength(1);
      expect(ids(device)).not.toContain(known);
    }
    await leo.client.close();
    await elsewhere.client.close();
  });
});
