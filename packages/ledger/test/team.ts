import { type GroupId, toBase64Url, type VaultId } from '@postern/core';
import type { EventBody } from '../src/index.ts';
import {
  type Chain,
  foundedBy,
  hashFor,
  idFor,
  type Person,
  person,
  publicKeyFor,
  welcome,
} from './people.ts';

/** An organization with something to share, for tests of who may do what to whom. */
export interface Team {
  readonly chain: Chain;
  /** The owner; manages Wiki. */
  readonly maya: Person;
  /** An administrator; not in Wiki. */
  readonly dana: Person;
  /** Edits Wiki. */
  readonly leo: Person;
  /** Manages members and groups and creates vaults, by single permissions; in no vault. */
  readonly ines: Person;
  /** Nothing but a member. */
  readonly kim: Person;
}

export const wiki = idFor<VaultId>('Wiki');
export const engineers = idFor<GroupId>('Engineers');
export const groupName = toBase64Url(new Uint8Array(200).fill(7));

let people: Promise<Omit<Team, 'chain'>> | undefined;

/** Keys cost; the same people serve all tests of a file. */
async function everybody(): Promise<Omit<Team, 'chain'>> {
  const names = ['Maya', 'Dana', 'Leo', 'Ines', 'Kim'] as const;
  const [maya, dana, leo, ines, kim] = await Promise.all(names.map(person));
  return { maya, dana, leo, ines, kim } as Omit<Team, 'chain'>;
}

export async function team(): Promise<Team> {
  people ??= everybody();
  const all = await people;
  const { maya, dana, leo, ines, kim } = all;
  const chain = await foundedBy(maya);
  await welcome(chain, maya, dana, { invite: { role: 'administrator' } });
  await welcome(chain, maya, leo);
  await welcome(chain, maya, ines, {
    invite: { permissions: ['members.manage', 'groups.manage', 'vaults.create'] },
  });
  await welcome(chain, maya, kim);
  await chain.write(maya, 'vault_create', vaultBody(wiki, [maya, 'manager'], [leo, 'editor']));
  return { chain, ...all };
}

type Role = Extract<EventBody<'vault_create'>['grants'][number], { role: unknown }>['role'];

export function vaultBody(
  vault: VaultId,
  ...grants: readonly (readonly [Person, Role])[]
): EventBody<'vault_create'> {
  return {
    commit: hashFor(`commit ${vault}`),
    epoch: 1,
    grants: grants.map(([who, role]) => ({ member: who.member, role })),
    kind: 'shared',
    vault,
  };
}

export function rotation(vault: VaultId, epoch: number): EventBody<'vault_rotate'> {
  return { epochs: [{ commit: hashFor(`${vault} ${epoch}`), epoch, vault }] };
}

export function groupBody(group: GroupId, ...members: readonly Person[]): EventBody<'group_create'> {
  return {
    group,
    key: publicKeyFor(group),
    members: members.map(({ member }) => member),
    name: groupName,
  };
}

/** A change of a group: nothing but what is said. */
export function groupChange(
  group: GroupId,
  change: Partial<Omit<EventBody<'group_set'>, 'group'>> & { readonly newKey?: number },
): EventBody<'group_set'> {
  const { newKey, ...rest } = change;
  return {
    add: [],
    group,
    heads: [],
    key: newKey === undefined ? null : publicKeyFor(group, newKey),
    name: newKey === undefined ? null : groupName,
    remove: [],
    ...rest,
  };
}

export function grantBody(
  vault: VaultId,
  ...grants: EventBody<'vault_grant'>['grants']
): EventBody<'vault_grant'> {
  return { grants, head: null, vault };
}
