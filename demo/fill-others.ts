import { createMemoryStore } from '@postern/client';
import { mustBeOk } from '@postern/core';
import { AuthenticatorApp } from '../apps/server/test/support/authenticator-app.ts';
import { startDevice } from '../packages/client/test/people.ts';
import { type DemoPerson, password } from './demo-person.ts';
import { sampleVaults } from './entries.ts';
import { type DemoServer, fillVault, found, foundReady, invite, join, start } from './people.ts';

const depotOwner = 'ines@depot.example';

/** Harbour Masters: who has no second factor, or a weak one, waits at the door. */
export async function fillHarbour(server: DemoServer): Promise<readonly DemoPerson[]> {
  const hanna = await foundReady(server, 'hanna@harbour.example', 'Harbour Masters', 'harbour');
  await fillVault(hanna, 'Watch room', sampleVaults['Port systems'].slice(0, 4));
  const { secondFactor, administration } = hanna.client;
  const { secretB32 } = mustBeOk(await secondFactor.beginTotp());
  const app = new AuthenticatorApp(secretB32, Date.now);
  mustBeOk(await secondFactor.finishTotp('Phone of the harbour master', app.code()));
  const backupCodes = mustBeOk(await secondFactor.makeBackupCodes());
  await join(server, hanna, 'milo@harbour.example');
  await join(server, hanna, 'wim@harbour.example');

  const mona = await start(server, 'mona@harbour.example');
  const link = await invite(hanna, 'mona@harbour.example');
  mustBeOk(await mona.client.administration.invitations.accept(link));
  mustBeOk(await mona.client.secondFactor.beginMail());
  mustBeOk(await mona.client.secondFactor.finishMail(await server.mailedCode('mona@harbour.example')));
  await mona.client.close();
  mustBeOk(await administration.rules.set({ secondFactor: 'no_mail', secondFactorGraceDays: 0 }));
  await hanna.client.close();

  const exempt = (name: string) => `or hanna: Administration, Members, ${name}, Exempt for 24 hours`;
  const at = { address: 'harbour', way: { by: 'sign-in' } } as const;
  return [
    {
      ...at,
      who: 'hanna@harbour.example',
      sees: 'inside',
      help: 'the owner',
      way: { by: 'factor', secretB32, backupCodes },
    },
    {
      ...at,
      who: 'milo@harbour.example',
      sees: 'mfa_enrollment_required',
      help: `he sets one up on that page; ${exempt('milo')}`,
    },
    {
      ...at,
      who: 'wim@harbour.example',
      sees: 'mfa_required',
      help: `he gives it on that page; ${exempt('wim')}`,
      way: { by: 'two-browsers' },
    },
    {
      ...at,
      who: 'mona@harbour.example',
      sees: 'mfa_too_weak',
      help: `she sets up a stronger one on that page; ${exempt('mona')}`,
    },
  ];
}

/** An organization whose owner has not saved the kit. */
export async function fillLighthouse(server: DemoServer): Promise<readonly DemoPerson[]> {
  const lena = await start(server, 'lena@lighthouse.example');
  await found(lena, 'Lighthouse Trust', 'lighthouse');
  await lena.client.close();
  const help = 'she makes and saves the kit on that page';
  const way = { by: 'sign-in' } as const;
  return [{ who: 'lena@lighthouse.example', address: 'lighthouse', sees: 'setup_required', way, help }];
}

/** One that the operator has suspended. */
export async function fillBaltic(server: DemoServer): Promise<readonly DemoPerson[]> {
  const bo = await foundReady(server, 'bo@baltic.example', 'Baltic Freight', 'baltic');
  await bo.client.close();
  await server.operate('baltic', 'suspended');
  const help = 'the operator: postern org resume baltic';
  const way = { by: 'sign-in' } as const;
  return [{ who: 'bo@baltic.example', address: 'baltic', sees: 'organization_suspended', way, help }];
}

/** One that is open from an office elsewhere, once {@link closeDepot} has been there. */
export async function fillDepot(server: DemoServer): Promise<readonly DemoPerson[]> {
  const ines = await foundReady(server, depotOwner, 'Inland Depot', 'depot');
  await join(server, ines, 'ivo@depot.example');
  await ines.client.close();
  const help =
    'the operator: postern org bypass-allowlist depot --for 1h; then ines@depot.example: Administration, Addresses, Add';
  const way = { by: 'sign-in' } as const;
  return [{ who: 'ivo@depot.example', address: 'depot', sees: 'ip_not_allowed', way, help }];
}

/**
 * Its owner lists the office and nothing else. Nobody can make a list that shuts its own author out, so she does it from
 * there, through a proxy that the server believes at this moment.
 */
export async function closeDepot(server: DemoServer): Promise<void> {
  const { client } = await startDevice(server, createMemoryStore(), throughProxy('203.0.113.7'));
  mustBeOk(await client.account.signIn(depotOwner, password));
  mustBeOk(await client.organization.enter('depot'));
  const { rules } = client.administration;
  mustBeOk(await rules.allowAddresses([{ range: '203.0.113.0/24', label: 'Depot', untilMs: null }]));
  mustBeOk(await rules.set({ addressListOn: true }));
  await client.close();
}

/** The network through a proxy that names this address. */
function throughProxy(address: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-forwarded-for', address);
    return fetch(input, { ...init, headers });
  };
}

/** One that wants to know every fifteen minutes that it is still you. */
export async function fillClinic(server: DemoServer): Promise<readonly DemoPerson[]> {
  const rosa = await foundReady(server, 'rosa@clinic.example', 'Riverside Clinic', 'clinic');
  await join(server, rosa, 'rita@clinic.example');
  mustBeOk(await rosa.client.administration.rules.set({ sessionAgeMinutes: 15 }));
  await rosa.client.close();
  const help = 'she types her password on that page';
  const way = { by: 'staying' } as const;
  return [{ who: 'rita@clinic.example', address: 'clinic', sees: 'reauthentication_required', way, help }];
}
