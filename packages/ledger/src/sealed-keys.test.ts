import type { VaultId } from '@postern/core';
import { mustBeOk } from '@postern/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { idFor, inviteBody, joinBody, type Person, person, publicKeyFor } from '../test/people.ts';
import {
  engineers,
  grantBody,
  groupBody,
  groupChange,
  rotation,
  type Team,
  team,
  vaultBody,
  wiki,
} from '../test/team.ts';
import { parseEvent } from './event.ts';
import type { EventBody, EventType } from './events/all-events.ts';
import { requiredSealedKeys } from './sealed-keys.ts';

let at: Team;
let names: ReadonlyMap<string, string>;
beforeEach(async () => {
  at = await team();
  const people = Object.entries(at).filter(([name]) => name !== 'chain') as [string, Person][];
  names = new Map<string, string>([
    ...people.map(([name, who]) => [who.member, name] as const),
    [wiki, 'wiki'],
    [engineers, 'engineers'],
  ]);
});
/** Writes an event and says what has to travel with it, in words. */
async function travels<Type extends Exclude<EventType, 'genesis'>>(
  by: Person,
  type: Type,
  body: EventBody<Type>,
): Promise<string[]> {
  const state = await at.chain.write(by, type, body);
  const { payload } = mustBeOk(parseEvent(at.chain.events.at(-1) as never));
  const named = (text: string) => [...names].reduce((out, [id, name]) => out.replaceAll(id, name), text);
  return requiredSealedKeys(state, payload)
    .map(({ subject, epoch, recipient }) => named(`${subject} ${epoch} > ${recipient}`))
    .sort();
}

describe('sealed keys that travel', () => {
  it('with a grant go to whom it gives the key, and to nobody who has it', async () => {
    const { maya, kim, leo, ines } = at;
    await at.chain.write(maya, 'group_create', groupBody(engineers, ines));
    const body = grantBody(
      wiki,
      { member: kim.member, role: 'reader' },
      { member: leo.member, role: 'reader' },
      { group: engineers, rights: ['view'] },
    );
    expect(await travels(maya, 'vault_grant', body)).toEqual([
      'wiki 1 > group:engineers:1',
      'wiki 1 > member:kim',
    ]);
    const raised = grantBody(wiki, { member: kim.member, role: 'editor' });
    expect(await travels(maya, 'vault_grant', raised)).toEqual([]);
    expect(
      await travels(maya, 'vault_revoke', { grantees: [{ member: kim.member }], head: null, vault: wiki }),
    ).toEqual([]);
    expect(await travels(maya, 'vault_grant', raised)).toEqual(['wiki 1 > member:kim']);
  });

  it('with a group go to its members and custodians; with its new key go those of its vaults', async () => {
    const { chain, maya, leo, ines, kim, dana } = at;
    expect(await travels(maya, 'group_create', groupBody(engineers, leo, ines))).toEqual([
      'group:engineers 1 > member:ines',
      'group:engineers 1 > member:leo',
      'group:engineers 1 > organization:1',
    ]);
    await chain.write(maya, 'vault_grant', grantBody(wiki, { group: engineers, role: 'editor' }));
    const add = groupChange(engineers, { add: [kim.member] });
    expect(await travels(maya, 'group_set', add)).toEqual(['group:engineers 1 > member:kim']);
    expect(await travels(dana, 'group_set', groupChange(engineers, { remove: [ines.member] }))).toEqual([]);
    const guest = grantBody(wiki, { group: engineers, role: 'reader' });
    expect(await travels(maya, 'vault_grant', guest)).toEqual([]);
    expect(await travels(maya, 'vault_rotate', rotation(wiki, 2))).toEqual([
      'wiki 2 > link',
      'wiki 2 > member:kim',
      'wiki 2 > member:leo',
      'wiki 2 > member:maya',
      'wiki 2 > organization:1',
      'wiki 2 > recovery:1',
    ]);
    expect(await travels(leo, 'group_set', groupChange(engineers, { newKey: 2 }))).toEqual([
      'group:engineers 2 > member:kim',
      'group:engineers 2 > member:leo',
      'group:engineers 2 > organization:1',
      'wiki 2 > group:engineers:2',
    ]);
  });

  it('with an invitation go to its secret, and with the join to the member', async () => {
    const { chain, maya, leo } = at;
    const noor = await person('Noor');
    names = new Map([...names, [noor.member, 'noor'], [idFor('invitation of Noor'), 'first']]);
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    const gives = { grants: [{ role: 'reader' as const, vault: wiki }], groups: [engineers] };
    const body = await inviteBody(chain, noor, gives);
    expect(await travels(maya, 'invite', body)).toEqual([
      'group:engineers 1 > invite:first',
      'wiki 1 > invite:first',
    ]);
    expect(await travels(leo, 'vault_rotate', rotation(wiki, 2))).toContain('wiki 2 > invite:first');
    expect(await travels(maya, 'group_set', groupChange(engineers, { newKey: 2 }))).toContain(
      'group:engineers 2 > invite:first',
    );
    const { delivery, expiresAtMs, invite, sealingKey, signingKey } = body;
    const resent = { delivery, expiresAtMs, invite, sealingKey, signingKey };
    expect(await travels(maya, 'invite_resend', { ...resent, delivery: 'mail' })).toEqual([]);
    await chain.write(maya, 'group_set', groupChange(engineers, { newKey: 3 }));
    expect(await travels(maya, 'invite_resend', resent)).toEqual([
      'group:engineers 3 > invite:first',
      'wiki 2 > invite:first',
    ]);
    expect(await travels(noor, 'join', await joinBody(chain, noor))).toEqual([
      'group:engineers 3 > member:noor',
      'wiki 2 > member:noor',
    ]);
  });

  it('with a confirmation are what the confirmer holds', async () => {
    const { chain, maya, leo } = at;
    const noor = await person('Noor');
    names = new Map([...names, [noor.member, 'noor']]);
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    const gives = { grants: [{ role: 'reader' as const, vault: wiki }], groups: [engineers] };
    const mailed = await inviteBody(chain, noor, { ...gives, delivery: 'mail' });
    expect(await travels(maya, 'invite', mailed)).toEqual([]);
    expect(await travels(noor, 'join', await joinBody(chain, noor))).toEqual([]);
    const statementHash = noor.keys.statement.hash;
    const confirm = { groups: [], member: noor.member, statementHash, vaults: [wiki] };
    expect(await travels(leo, 'link_confirm', confirm)).toEqual(['wiki 1 > member:noor']);
    expect(await travels(leo, 'link_confirm', { ...confirm, groups: [engineers], vaults: [] })).toEqual([
      'group:engineers 1 > member:noor',
    ]);
  });

  it('with custody are the organization’s, old and new', async () => {
    const { maya, dana, leo } = at;
    expect(await travels(maya, 'custodian_add', { member: dana.member })).toEqual([
      'organization 1 > member:dana',
    ]);
    const body = { member: dana.member, organizationKey: publicKeyFor('organization', 2) };
    expect(await travels(maya, 'custodian_remove', body)).toEqual([
      'organization 1 > organization:2',
      'organization 2 > member:maya',
    ]);
    expect(await travels(maya, 'owner_transfer', { member: leo.member })).toEqual([
      'organization 2 > member:leo',
    ]);
    expect(await travels(leo, 'owner_transfer', { member: maya.member })).toEqual([]);
  });

  it('with a new vault go to everybody named, each once', async () => {
    const { chain, maya, leo, ines } = at;
    await chain.write(maya, 'group_create', groupBody(engineers, leo));
    await chain.write(maya, 'group_set', groupChange(engineers, { add: [ines.member] }));
    await chain.write(at.dana, 'group_set', groupChange(engineers, { remove: [ines.member] }));
    const lab = idFor<VaultId>('Lab');
    names = new Map([...names, [lab, 'lab']]);
    const body = {
      ...vaultBody(lab),
      grants: [
        { member: leo.member, role: 'manager' as const },
        { group: engineers, role: 'reader' as const },
      ],
    };
    expect(await travels(maya, 'vault_create', body)).toEqual([
      'lab 1 > member:leo',
      'lab 1 > organization:1',
      'lab 1 > recovery:1',
    ]);
  });
});
