import { type HashB64, type Json, mustBeOk, toBase64Url, type VaultId } from '@postern/core';
import { createAccountKeys, createNextAccountKeys, ObjectType, signObject } from '@postern/crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  Chain,
  foundedBy,
  genesisBody,
  hashFor,
  idFor,
  type Person,
  person,
  recoveryBody,
  rekeyBody,
  startMs,
  welcomeAll,
} from '../test/people.ts';
import { apply, checkClock, maxClockSkewMs } from './apply.ts';
import { draftEvent, draftGenesis } from './draft-event.ts';
import { parseEvent, verifyEvent } from './event.ts';
import type { EventBody } from './events/all-events.ts';
import { findRights, hasPermission } from './holding.ts';
import { defaultSettings } from './settings-table.ts';
import { findMember, findVault } from './state.ts';

let maya: Person;
let dana: Person;
let leo: Person;
beforeAll(async () => {
  [maya, dana, leo] = await Promise.all([person('Maya'), person('Dana'), person('Leo')]);
});

const wiki = idFor<VaultId>('vault Wiki');
const servers = idFor<VaultId>('vault Servers');

function shared(vault: VaultId, ...grants: EventBody<'vault_create'>['grants']): EventBody<'vault_create'> {
  return { commit: hashFor(`commit ${vault}`), epoch: 1, grants, kind: 'shared', vault };
}
function personalOf(owner: Person): EventBody<'vault_create'> {
  const vault = idFor<VaultId>(`personal ${owner.name}`);
  return { ...shared(vault, { member: owner.member, role: 'manager' }), kind: 'personal' };
}
const next = (vault: VaultId, epoch: number) => ({
  commit: hashFor<HashB64>(`${vault} ${epoch}`),
  epoch,
  vault,
});

/** Maya's organization with Dana and Leo in it; Dana edits Wiki, Leo reads it. */
async function northwind(): Promise<Chain> {
  const chain = await foundedBy(maya);
  await welcomeAll(chain, maya, dana, leo);
  await chain.write(
    maya,
    'vault_create',
    shared(
      wiki,
      { member: maya.member, role: 'manager' },
      { member: dana.member, role: 'editor' },
      { member: leo.member, role: 'reader' },
    ),
  );
  return chain;
}

describe('a new organization', () => {
  it('begins with its owner, custodian and active, and no recovery key', async () => {
    const chain = new Chain();
    const bytes = await chain.sign(maya.keys.signing, draftGenesis(genesisBody(maya), startMs));
    const state = await chain.append(bytes);
    expect(state.organization).toBe(state.head.hash);
    expect(state.owner).toBe(maya.member);
    expect(findMember(state, maya.member)).toMatchObject({
      status: 'active',
      role: 'owner',
      custodian: true,
    });
    expect(state.recovery).toBeNull();
    expect(state.settings).toEqual(defaultSettings);
    expect(state.settings.sessionAgeMinutes).toBe(10_080);
    expect(await chain.refusal(maya, 'vault_create', personalOf(maya))).toBe('setup_required');
  });

  it('takes vaults once the recovery kit is made, and follows its versions', async () => {
    const chain = await foundedBy(maya);
    expect(chain.current.recovery).toMatchObject({ version: 1, fromSeq: 1 });
    await chain.write(maya, 'vault_create', personalOf(maya));
    await chain.write(maya, 'recovery_rotate', await recoveryBody(2));
    expect(chain.current.recovery?.version).toBe(2);
    expect(findMember(chain.current, maya.member)?.personalVault).toBe(personalOf(maya).vault);
  });

  const genesisRefusal = async (change: (body: EventBody<'genesis'>) => EventBody<'genesis'>, by = maya) => {
    const chain = new Chain();
    const payload = { ...draftGenesis(change(genesisBody(maya)), startMs), by: by.member };
    const judged = await chain.judge(await chain.sign(maya.keys.signing, payload));
    return judged.ok ? 'accepted' : judged.code;
  };
  it('is refused by what its genesis gets wrong', async () => {
    expect(await genesisRefusal((body) => body)).toBe('accepted');
    expect(await genesisRefusal((body) => ({ ...body, reducer: 2 }))).toBe('client_outdated');
    expect(await genesisRefusal((body) => ({ ...body, address: 'North wind' }))).toBe('address_invalid');
    expect(await genesisRefusal((body) => ({ ...body, address: '-north' }))).toBe('address_invalid');
    expect(await genesisRefusal((body) => ({ ...body, name: ' ' }))).toBe('name_invalid');
    expect(
      await genesisRefusal((body) => ({ ...body, organizationKey: { ...body.organizationKey, epoch: 2 } })),
    ).toBe('wrong_epoch');
    // Somebody else's account with Maya's statement, and Maya's account with somebody else's.
    expect(
      await genesisRefusal((body) => ({ ...body, owner: { ...body.owner, account: dana.account } })),
    ).toBe('statement_wrong');
    expect(await genesisRefusal((body) => ({ ...body, owner: { ...body.owner, statement: 'AAAA' } }))).toBe(
      'statement_wrong',
    );
    const danas = toBase64Url(dana.keys.statement.bytes);
    expect(
      await genesisRefusal((body) => ({
        ...body,
        owner: { ...body.owner, account: dana.account, statement: danas },
      })),
    ).toBe('signature_wrong');
    expect(await genesisRefusal((body) => body, dana)).toBe('statement_wrong');
  });
});

describe('the chain', () => {
  it('refuses events that do not continue it, each with its reason', async () => {
    const chain = await foundedBy(maya);
    const { head } = chain.current;
    const rename = { name: 'Northwind Traders' };
    const refusal = (change: Record<string, Json>) =>
      chain.refusal(maya, 'organization_rename', rename, (payload) => ({ ...payload, ...change }));
    expect(await refusal({})).toBe('accepted');
    expect(await refusal({ seq: head.seq + 2 })).toBe('chain_broken');
    expect(await refusal({ seq: head.seq })).toBe('chain_broken');
    expect(await refusal({ prev: hashFor('another') })).toBe('chain_broken');
    expect(await refusal({ org: hashFor('another') })).toBe('wrong_organization');
    expect(await refusal({ at: startMs - 1 })).toBe('time_decreased');
    expect(await refusal({ by: dana.member })).toBe('signer_unknown');
    expect(await refusal({ by: 'recovery' })).toBe('signature_wrong');
    expect(await refusal({ by: 'operator' })).toBe('event_malformed');
    expect(await refusal({ prev: null })).toBe('event_malformed');
    expect(await refusal({ org: null })).toBe('event_malformed');
    expect(await refusal({ kind: 'manifest' })).toBe('event_malformed');
    expect(await refusal({ note: 'hello' })).toBe('event_malformed');
    expect(await refusal({ type: 'make_owner' })).toBe('event_malformed');
    expect(await refusal({ body: { name: 'N', owner: dana.member } })).toBe('event_malformed');
    const genesis = draftGenesis(genesisBody(maya), chain.nowMs);
    expect(await chain.judge(await chain.sign(maya.keys.signing, genesis))).toMatchObject({
      code: 'genesis_expected',
    });
  });

  it('refuses a signature of anybody but the signer it names', async () => {
    const chain = await northwind();
    const payload = draftEvent(chain.current, maya.member, 'organization_rename', { name: 'N' }, startMs);
    const judged = await chain.judge(await chain.sign(dana.keys.signing, payload));
    expect(judged).toMatchObject({ ok: false, code: 'signature_wrong' });
    const asManifest = await signObject(ObjectType.manifest, maya.keys.signing, payload as unknown as Json);
    expect(parseEvent(asManifest)).toMatchObject({ ok: false, code: 'event_malformed' });
  });

  it('refuses a member who is not active', async () => {
    const chain = await northwind();
    const leoNow = findMember(chain.current, leo.member);
    if (leoNow === undefined) throw new Error('Leo is a member');
    const bytes = await chain.make(leo, 'vault_create', personalOf(leo));
    expect((await chain.judge(bytes)).ok).toBe(true);
    for (const status of ['disabled', 'expired', 'removed'] as const) {
      const members = { ...chain.current.members, [leo.member]: { ...leoNow, status } };
      const state = { ...chain.current, members };
      const verified = await verifyEvent(state, mustBeOk(parseEvent(bytes)));
      expect(verified).toMatchObject({ ok: false, code: 'signer_unknown' });
    }
  });

  it('dates events no earlier than the one before, and servers refuse the far future', async () => {
    const chain = await foundedBy(maya);
    const late = draftEvent(chain.current, maya.member, 'organization_rename', { name: 'N' }, 0);
    expect(late.at).toBe(chain.current.lastAtMs);
    expect(checkClock(startMs + maxClockSkewMs, startMs).ok).toBe(true);
    expect(checkClock(startMs + maxClockSkewMs + 1, startMs)).toMatchObject({ code: 'clock_skew' });
  });

  it('leaves the state it is given alone', async () => {
    const chain = await northwind();
    const before = chain.current;
    const copy = structuredClone(before);
    for (const bytes of [
      await chain.make(leo, 'vault_create', personalOf(leo)),
      await chain.make(maya, 'vault_rotate', { epochs: [next(wiki, 2)] }),
      await chain.make(maya, 'settings_set', { set: { sessionAgeMinutes: 60 } }),
    ]) {
      const verified = mustBeOk(await verifyEvent(before, mustBeOk(parseEvent(bytes))));
      expect(mustBeOk(apply(before, verified))).not.toEqual(copy);
      expect(before).toEqual(copy);
    }
  });
});

describe('the recovery key', () => {
  it('is the owner’s alone, counts up, and is a key', async () => {
    const chain = await northwind();
    const body = await recoveryBody(2);
    expect(await chain.refusal(maya, 'recovery_rotate', body)).toBe('accepted');
    expect(await chain.refusal(dana, 'recovery_rotate', body)).toBe('owner_only');
    expect(await chain.refusal(maya, 'recovery_rotate', { ...body, version: 3 })).toBe('version_wrong');
    expect(await chain.refusal(maya, 'recovery_rotate', { ...body, version: 1 })).toBe('version_wrong');
    // The identity point: signatures by it hold for anything (attack row X21).
    const identity = toBase64Url(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)));
    expect(await chain.refusal(maya, 'recovery_rotate', { ...body, signingKey: identity })).toBe(
      'keys_not_acceptable',
    );
    expect(await chain.refusal(maya, 'recovery_rotate', { ...body, sealingKey: 'AAAA' })).toBe(
      'event_malformed',
    );
  });
});

describe('vaults', () => {
  it('are created by whoever may, for members, with somebody to manage them', async () => {
    const chain = await northwind();
    const manager = { member: maya.member, role: 'manager' } as const;
    const refusal = (body: EventBody<'vault_create'>, by = maya) => chain.refusal(by, 'vault_create', body);
    expect(await refusal(shared(servers, manager))).toBe('accepted');
    expect(await refusal(shared(servers, { ...manager, member: dana.member }), dana)).toBe(
      'permission_missing',
    );
    expect(await refusal(shared(wiki, manager))).toBe('vault_id_taken');
    expect(await refusal(shared(servers, manager, manager))).toBe('member_repeated');
    expect(await refusal(shared(servers, manager, { member: idFor('nobody'), role: 'reader' }))).toBe(
      'member_not_found',
    );
    expect(await refusal(shared(servers))).toBe('vault_without_manager');
    expect(await refusal(shared(servers, { ...manager, role: 'editor' }))).toBe('vault_without_manager');
    expect(await refusal({ ...shared(servers, manager), epoch: 2 })).toBe('wrong_epoch');
    expect(await refusal({ ...shared(servers, manager), commit: hashFor('x').slice(1) as never })).toBe(
      'event_malformed',
    );
  });

  it('are personal for their owner only, once', async () => {
    const chain = await northwind();
    const refusal = (body: EventBody<'vault_create'>) => chain.refusal(leo, 'vault_create', body);
    const body = personalOf(leo);
    expect(await refusal({ ...body, grants: [] })).toBe('personal_vault_rules');
    expect(await refusal({ ...body, grants: [{ member: leo.member, role: 'editor' }] })).toBe(
      'personal_vault_rules',
    );
    expect(await refusal({ ...body, grants: [{ member: dana.member, role: 'manager' }] })).toBe(
      'personal_vault_rules',
    );
    expect(
      await refusal({ ...body, grants: [...body.grants, { member: dana.member, role: 'reader' }] }),
    ).toBe('personal_vault_rules');
    await chain.write(leo, 'vault_create', body);
    expect(await refusal({ ...body, vault: idFor('a second one') })).toBe('personal_vault_exists');
    expect(await chain.refusal(leo, 'vault_archive', { vault: body.vault })).toBe('personal_vault_rules');
    expect(findRights(chain.current, dana.member, body.vault)).toBeUndefined();
  });

  it('get a new epoch from whoever may edit them, or a custodian', async () => {
    const chain = await northwind();
    const rotate = (by: Person, ...epochs: EventBody<'vault_rotate'>['epochs']) =>
      chain.refusal(by, 'vault_rotate', { epochs });
    expect(await rotate(dana, next(wiki, 2))).toBe('accepted');
    expect(await rotate(leo, next(wiki, 2))).toBe('permission_missing');
    expect(await rotate(dana, next(wiki, 3))).toBe('wrong_epoch');
    expect(await rotate(dana, next(wiki, 1))).toBe('wrong_epoch');
    expect(await rotate(dana, next(wiki, 2), next(wiki, 3))).toBe('vault_repeated');
    expect(await rotate(dana, next(servers, 1))).toBe('vault_not_found');
    expect(await rotate(dana)).toBe('event_malformed');
    await chain.write(leo, 'vault_create', personalOf(leo));
    // Maya is no member of Leo's vault; as a custodian she holds its key.
    await chain.write(maya, 'vault_rotate', { epochs: [next(wiki, 2), next(personalOf(leo).vault, 2)] });
    expect(findVault(chain.current, wiki)?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
  });

  it('are archived and brought back by a manager', async () => {
    const chain = await northwind();
    const vault = { vault: wiki };
    expect(await chain.refusal(dana, 'vault_archive', vault)).toBe('permission_missing');
    expect(await chain.refusal(maya, 'vault_unarchive', vault)).toBe('vault_not_archived');
    expect(await chain.refusal(maya, 'vault_archive', { vault: servers })).toBe('vault_not_found');
    await chain.write(maya, 'vault_archive', vault);
    expect(findVault(chain.current, wiki)?.archived).toBe(true);
    expect(await chain.refusal(maya, 'vault_archive', vault)).toBe('vault_archived');
    await chain.write(maya, 'vault_unarchive', vault);
    expect(findVault(chain.current, wiki)?.archived).toBe(false);
  });
});

describe('settings', () => {
  it('stay in their bounds and say who set them', async () => {
    const chain = await northwind();
    const set = (minutes: number, by = maya) =>
      chain.refusal(by, 'settings_set', { set: { sessionAgeMinutes: minutes } });
    expect(await set(15)).toBe('accepted');
    expect(await set(14)).toBe('setting_out_of_bounds');
    expect(await set(525_601)).toBe('setting_out_of_bounds');
    expect(await set(60, dana)).toBe('permission_missing');
    expect(await chain.refusal(maya, 'settings_set', { set: {} })).toBe('settings_empty');
    await chain.write(maya, 'settings_set', { set: { sessionAgeMinutes: 60 } });
    expect(chain.current.settings.sessionAgeMinutes).toBe(60);
    expect(chain.current.settingsSetAt).toEqual({
      sessionAgeMinutes: { seq: chain.current.head.seq, by: maya.member },
    });
  });

  it('include the name', async () => {
    const chain = await northwind();
    const rename = (name: string, by = maya) => chain.refusal(by, 'organization_rename', { name });
    expect(await rename('x'.repeat(100))).toBe('accepted');
    expect(await rename('x'.repeat(101))).toBe('name_invalid');
    expect(await rename('')).toBe('name_invalid');
    expect(await rename('North\nwind')).toBe('name_invalid');
    expect(await rename('Northwind', dana)).toBe('permission_missing');
  });
});

describe('rekey', () => {
  it('hands over to the next generation, after which the old one signs nothing', async () => {
    const chain = await northwind();
    const second = await createNextAccountKeys(dana.keys.statement, startMs);
    await chain.write(dana, 'rekey', rekeyBody(chain.current, { ...dana, keys: second }));
    const member = findMember(chain.current, dana.member);
    expect(member?.keys).toMatchObject({ generation: 2, fromSeq: chain.current.head.seq });
    expect(member?.formerKeys.map(({ generation }) => generation)).toEqual([1]);
    const rotate = { epochs: [next(wiki, 2)] };
    expect(await chain.refusal(dana, 'vault_rotate', rotate)).toBe('signature_wrong');
    expect(await chain.refusal({ ...dana, keys: second }, 'vault_rotate', rotate)).toBe('accepted');
  });

  it('is refused unless the statement follows the member’s own', async () => {
    const chain = await northwind();
    const second = await createNextAccountKeys(dana.keys.statement, startMs);
    const third = await createNextAccountKeys(second.statement, startMs);
    const fresh = await createAccountKeys(dana.account, startMs);
    const besideIt = await createNextAccountKeys(fresh.statement, startMs);
    const leos = await createNextAccountKeys(leo.keys.statement, startMs);
    const rekey = (keys: typeof dana.keys) =>
      chain.refusal(dana, 'rekey', rekeyBody(chain.current, { ...dana, keys }));
    expect(await rekey(second)).toBe('accepted');
    // Keys that were replaced twice before this ledger heard of it.
    expect(await rekey(third)).toBe('accepted');
    expect(await rekey(fresh)).toBe('generation_wrong');
    expect(await rekey(besideIt)).toBe('generation_wrong');
    expect(await rekey(dana.keys)).toBe('generation_wrong');
    expect(await rekey(leos)).toBe('statement_wrong');
    const body = rekeyBody(chain.current, { ...dana, keys: besideIt });
    expect(await chain.refusal(dana, 'rekey', { ...body, statement: 'AAAA' })).toBe('statement_wrong');
    // A thief of the account who has no old key cannot sign it.
    const thief = { ...dana, keys: fresh };
    expect(await chain.refusal(thief, 'rekey', body)).toBe('signature_wrong');
  });
});

describe('permissions', () => {
  it('are all the owner’s, all but recovery an administrator’s, else granted one by one', async () => {
    const chain = await northwind();
    const danaNow = findMember(chain.current, dana.member);
    if (danaNow === undefined) throw new Error('Dana is a member');
    const as = (change: Partial<typeof danaNow>) => ({
      ...chain.current,
      members: { ...chain.current.members, [dana.member]: { ...danaNow, ...change } },
    });
    expect(hasPermission(chain.current, maya.member, 'recovery.manage')).toBe(true);
    expect(hasPermission(as({ role: 'administrator' }), dana.member, 'settings.manage')).toBe(true);
    expect(hasPermission(as({ role: 'administrator' }), dana.member, 'recovery.manage')).toBe(false);
    expect(hasPermission(as({ permissions: ['audit.read'] }), dana.member, 'audit.read')).toBe(true);
    expect(hasPermission(as({ permissions: ['audit.read'] }), dana.member, 'settings.manage')).toBe(false);
    expect(hasPermission(as({ permissions: ['recovery.manage'] }), dana.member, 'recovery.manage')).toBe(
      false,
    );
    expect(hasPermission(as({ role: 'administrator', status: 'disabled' }), dana.member, 'audit.read')).toBe(
      false,
    );
    expect(hasPermission(chain.current, idFor('nobody'), 'audit.read')).toBe(false);
  });
});
