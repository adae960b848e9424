import { writeFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { RecoveryKit } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { type Device, readAskedGroup, startDevice } from '../packages/client/test/people.ts';
import { pairPhone, startPhone } from '../packages/client/test/phones.ts';
import { memberOf } from '../packages/client/test/team.ts';
import { type DemoPerson, password } from './demo-person.ts';
import { sampleVaults } from './entries.ts';
import { type DemoServer, fillVault, found, foundReady, invite, join, start } from './people.ts';

const signIn = { by: 'sign-in' } as const;
const readOut = (who: string) =>
  `asks on that page and reads its six words out; ${who}: Administration, Access inbox, Invite again, types them`;

/** Breakwater Engineering: members whose keys are gone, or not there yet. */
export async function fillBreakwater(server: DemoServer): Promise<readonly DemoPerson[]> {
  const bea = await foundReady(server, 'bea@breakwater.example', 'Breakwater Engineering', 'breakwater');
  const vault = await fillVault(bea, 'Drawings', sampleVaults.Servers.slice(0, 4));
  const given = { grants: [{ vault, given: 'editor' as const }] };

  await join(server, bea, 'rolf@breakwater.example', given);
  await beginAnew(server, 'rolf@breakwater.example');

  const kira = await start(server, 'kira@breakwater.example');
  const link = await invite(bea, 'kira@breakwater.example', { ...given, delivery: 'mail' });
  mustBeOk(await kira.client.administration.invitations.accept(link));
  await kira.client.close();

  const pim = await start(server, 'pim@breakwater.example');
  const toPim = await invite(bea, 'pim@breakwater.example', given);
  mustBeOk(await pim.client.administration.invitations.accept(toPim));
  await keepKeysOnPhoneAlone(server, pim);
  await pim.client.close();
  await beginAnew(server, 'pim@breakwater.example');
  await bea.client.close();

  const at = { address: 'breakwater', way: signIn } as const;
  return [
    { ...at, who: 'bea@breakwater.example', sees: 'inside', help: 'the owner: hears the words' },
    { ...at, who: 'rolf@breakwater.example', sees: 'relink_required', help: readOut('bea') },
    { ...at, who: 'pim@breakwater.example', sees: 'phone_unpaired', help: readOut('bea') },
    {
      ...at,
      who: 'kira@breakwater.example',
      sees: 'keys_pending',
      help: 'asks on that page and reads its words out; bea: Administration, Access inbox, Confirm the words, types them',
    },
  ];
}

/** An owner who has reset the password where nobody else holds the organization's keys: the kit is what is left. */
export async function fillQuay(server: DemoServer): Promise<readonly DemoPerson[]> {
  const who = 'quinn@quay.example';
  const quinn = await start(server, who);
  await found(quinn, 'Quayside Storage', 'quay');
  const file = await saveKit(server, quinn, 'quay');
  await fillVault(quinn, 'Warehouses', sampleVaults.Office.slice(0, 4));
  await quinn.client.close();
  await beginAnew(server, who);
  const help = `Enter the recovery code on that page, then choose the kit's PDF: ${file}`;
  return [{ who, address: 'quay', sees: 'recovery_code_required', way: signIn, help }];
}

/** The same where a custodian is there as well. */
export async function fillDrydock(server: DemoServer): Promise<readonly DemoPerson[]> {
  const [who, custodian] = ['dirk@drydock.example', 'cora@drydock.example'];
  const dirk = await start(server, who);
  await found(dirk, 'Drydock Repairs', 'drydock');
  const file = await saveKit(server, dirk, 'drydock');
  await fillVault(dirk, 'Docks', sampleVaults.Servers.slice(0, 4));
  await join(server, dirk, custodian, { role: 'administrator' });
  mustBeOk(await dirk.client.administration.people.addCustodian((await memberOf(dirk, custodian)).id));
  await dirk.client.close();
  await beginAnew(server, who);
  const at = { address: 'drydock', way: signIn } as const;
  return [
    { ...at, who: custodian, sees: 'inside', help: 'a custodian: hears the words' },
    {
      ...at,
      who,
      sees: 'recovery_code_or_invitation_required',
      help: `${readOut('cora')}.\n         Or he enters the recovery code, with the kit's PDF: ${file}`,
    },
  ];
}

/** Resets a forgotten password without any way to the keys: new ones, which no organization knows. */
async function beginAnew({ url, mailedCode }: DemoServer, email: string): Promise<void> {
  const { client } = await startDevice({ url });
  mustBeOk(await client.forgotPassword.begin(email));
  mustBeOk(await client.forgotPassword.enterCode(email, await mailedCode(email)));
  mustBeOk(await client.forgotPassword.startOver(password));
  await client.close();
}

async function keepKeysOnPhoneAlone({ url }: DemoServer, device: Device): Promise<void> {
  const phone = await startPhone({ url });
  await pairPhone(device, phone, 'Phone that was lost');
  const { keyStorage } = device.client;
  const stored = mustBeOk(await keyStorage.read()).methods.find(({ kind }) => kind === 'password');
  if (stored === undefined) throw new Error('the password stores no keys');
  mustBeOk(await keyStorage.remove(stored.id, password));
  await phone.app.close();
}

/** Confirms the kit as its owner does, and answers where its PDF lies. */
async function saveKit({ papers }: DemoServer, owner: Device, address: string): Promise<string> {
  const kit: RecoveryKit = mustBeOk(await owner.client.organization.makeKit(address));
  const group = await readAskedGroup(kit.pdf, kit.askedGroup);
  mustBeOk(await owner.client.organization.confirmKit(address, group));
  const file = joinPath(papers, kit.fileName);
  await writeFile(file, kit.pdf);
  return file;
}
