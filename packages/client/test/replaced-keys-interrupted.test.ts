import { mustBeOk, type VaultId } from '@postern/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../apps/server/test/support/test-server.ts';
import { type Device, signUp, startDevice, until } from './people.ts';
import { addEntry, createVault, invite, memberOf, password, startOwner, titlesWith } from './team.ts';

const address = 'northwind';
const email = 'noor@northwind.example';

let server: TestServer;
let maya: Device;
let noor: Device;
let wiki: VaultId;
/**
 * Counts those of Noor's requests that change something; from the one where the line fails on, nothing goes through. `isHeard`:
 * the server hears that one, and its answer is lost.
 */
const line = { sent: 0, failsAt: Number.POSITIVE_INFINITY, isHeard: false };

beforeAll(async () => {
  server = await startTestServer();
  maya = await startOwner(server, 'maya@northwind.example', address);
  wiki = await createVault(maya, 'Wiki', 'Router');
  const { link } = await invite(maya, email, { grants: [{ vault: wiki, given: 'editor' }] });
  noor = await startDevice(server, undefined, async (input, init) => {
    const counts = init?.method !== 'GET';
    const at = counts || line.sent >= line.failsAt ? ++line.sent : line.sent;
    if (at > line.failsAt || (counts && at === line.failsAt && !line.isHeard))
      throw new TypeError('the line is cut');
    const answer = await fetch(input, init);
    if (counts && at === line.failsAt) throw new TypeError('the line is cut');
    return answer;
  });
  await signUp(server, noor, email, password);
  mustBeOk(await noor.client.administration.invitations.accept(link ?? ''));
  await enter();
});
afterAll(async () => {
  for (const { client } of [maya, noor]) await client.close();
  await server.stop();
});

async function enter() {
  mustBeOk(await noor.client.organization.enter(address));
  await until(noor.client, ({ entered }) => entered?.open !== undefined);
}

it('keys that are replaced over a line that fails at any request are the old ones or the new ones', async () => {
  let written = 0;
  for (const isHeard of [false, true]) {
    for (let at = 1, failed = true; failed; at++) {
      server.passMs(3600_000);
      Object.assign(line, { sent: 0, failsAt: at, isHeard });
      const replaced = await noor.client.keyStorage.replaceKeys(password);
      failed = line.sent >= at;
      const where = `${isHeard ? 'unanswered' : 'unheard'} at ${at}: ${JSON.stringify(replaced)}`;
      Object.assign(line, { failsAt: Number.POSITIVE_INFINITY });

      // What a person does then: give the password again, and go on.
      await noor.client.account.lock();
      expect(await noor.client.account.unlock(password), where).toMatchObject({ ok: true });
      await enter();
      // A device that lost the answer begins like a new one: its person looks through who else holds keys.
      const { keyRecipients, confirmRecipients } = noor.client.organization;
      mustBeOk(await confirmRecipients(mustBeOk(await keyRecipients()).seq));
      const title = `Note ${++written}`;
      await addEntry(noor, wiki, title);
      expect(await titlesWith(maya.client, wiki, title), where).toHaveLength(1 + written);
      // The organization knows the keys that Noor has.
      const { fingerprintWords } = await memberOf(maya, email);
      expect(noor.client.snapshot().account?.fingerprintWords, where).toEqual(fingerprintWords);
    }
  }
});
