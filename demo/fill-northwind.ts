import { mustBeOk } from '@postern/core';
import type { DemoPerson, Way } from './demo-person.ts';
import { sampleVaults } from './entries.ts';
import { ask, type DemoServer, fillVault, foundReady, invite, join, signUpOnly } from './people.ts';

const dayMs = 24 * 60 * 60_000;
/** What is over once the demo is up. */
const soonMs = 2000;

/** Northwind Shipping: a company with groups and vaults, where somebody stands at each of the doors 1 to 3, 6, 7, 9 and 10. */
export async function fillNorthwind(server: DemoServer): Promise<readonly DemoPerson[]> {
  const maya = await foundReady(server, 'maya@northwind.example', 'Northwind Shipping', 'northwind');
  const { people, groups, rules, vaultAccess } = maya.client.administration;
  const dispatch = mustBeOk(await groups.create('Dispatch', []));
  const office = mustBeOk(await groups.create('Office', []));
  const fill = async (name: keyof typeof sampleVaults) => fillVault(maya, name, sampleVaults[name]);
  const give = async (
    vault: Awaited<ReturnType<typeof fill>>,
    id: typeof dispatch,
    given: 'editor' | 'operator',
  ) => void mustBeOk(await vaultAccess.grant(vault, [{ grantee: { kind: 'group', id }, given }]));
  await give(await fill('Port systems'), dispatch, 'editor');
  await give(await fill('Customs'), dispatch, 'operator');
  await give(await fill('Office'), office, 'editor');
  await fill('Servers');

  await join(server, maya, 'sam@northwind.example', { role: 'administrator', groups: [office] });
  await join(server, maya, 'leo@northwind.example', { groups: [dispatch] });
  for (const email of [
    'nils@elsewhere.example',
    'pia@northwind.example',
    'emil@northwind.example',
    'olga@home.example',
  ]) {
    await signUpOnly(server, email);
  }
  await invite(maya, 'pia@northwind.example', { groups: [dispatch] });
  await invite(maya, 'emil@northwind.example', { expiresInDays: soonMs / dayMs });
  const link = await invite(maya, 'olga@northwind.example');
  mustBeOk(await people.disable([await join(server, maya, 'dora@northwind.example', { groups: [office] })]));
  const away = 'alma@northwind.example';
  mustBeOk(await people.disable([await join(server, maya, away, { groups: [office] })]));
  const note = 'I am back from leave, and the payroll is due on Thursday.';
  await ask(server, away, 'northwind', { code: 'member_disabled', note });
  const eddi = await join(server, maya, 'eddi@northwind.example', { groups: [dispatch] });
  mustBeOk(await people.setEnd([eddi], Date.now() + soonMs));
  const carl = await join(server, maya, 'carl@northwind.example', { groups: [dispatch] });
  mustBeOk(await people.setClients([carl], { allowed: [], denied: ['cli', 'extension', 'app'] }));
  mustBeOk(await rules.set({ minimumClientVersion: '0.1.0' }));
  await maya.client.close();

  const signIn: Way = { by: 'sign-in' };
  const client = (kind: 'web' | 'app' | 'extension' | 'cli', version = '0.1.0'): Way => ({
    by: 'client',
    kind,
    version,
  });
  const at = (who: string, sees: DemoPerson['sees'], help: string, way: Way = signIn): DemoPerson => ({
    who,
    address: 'northwind',
    sees,
    way,
    help,
  });
  const inbox = 'maya or sam: Administration, Access inbox';
  const allow = `asks on that page; ${inbox}, Allow this client. The web client lets him in meanwhile`;
  return [
    at('maya@northwind.example', 'inside', 'the owner: helps everybody below'),
    at('sam@northwind.example', 'inside', 'an administrator: helps them as well'),
    at('leo@northwind.example', 'inside', 'a member of the group Dispatch'),
    at('nobody', 'sign_in_required', 'signs in on that page', { by: 'nobody' }),
    at(
      'nils@elsewhere.example',
      'invitation_required',
      `asks on that page; ${inbox}, Invite this person; nils opens the link`,
    ),
    at(
      'pia@northwind.example',
      'invitation_pending',
      `asks on that page; ${inbox}, Send again; pia opens the link`,
    ),
    at(
      'emil@northwind.example',
      'invitation_expired',
      `asks on that page; ${inbox}, Send again; emil opens the link`,
    ),
    at(
      'olga@home.example',
      'invitation_for_other_address',
      'she switches to olga@northwind.example, which is new: she signs up',
      {
        by: 'invitation',
        link,
      },
    ),
    at(away, 'member_disabled', `has asked already; ${inbox}, Enable. Her page goes on by itself`),
    at('dora@northwind.example', 'member_disabled', `asks on that page; ${inbox}, Enable`),
    at('eddi@northwind.example', 'member_expired', `asks on that page; ${inbox}, Extend the membership`),
    at('carl@northwind.example', 'extension_not_allowed', allow, client('extension')),
    at('carl@northwind.example', 'app_not_allowed', allow, client('app')),
    at('carl@northwind.example', 'cli_not_allowed', allow, client('cli')),
    at(
      'leo@northwind.example',
      'client_outdated',
      'he reloads the page; or maya or sam: Administration, Rules, oldest version',
      client('web', '0.0.9'),
    ),
  ];
}
