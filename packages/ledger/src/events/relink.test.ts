import type { Bytes, GroupId, VaultId } from '@postern/core';
import { mustBeOk } from '@postern/core';
import { hashB64, ObjectType, signObject } from '@postern/crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leafOf } from '../../test/leaves.ts';
import { anew, hashFor, idFor, type Person, person, relinkBody, startMs } from '../../test/people.ts';
import {
  engineers,
  grantBody,
  groupBody,
  groupChange,
  type Team,
  team,
  vaultBody,
  wiki,
} from '../../test/team.ts';
import { parseEvent } from '../event.ts';
import { hasPermission, hasRight, isCustodian } from '../holding.ts';
import { LeafSet } from '../manifest/leaf-set.ts';
import { draftManifest, type VerifiedManifest } from '../manifest/manifest.ts';
import { verifyManifest } from '../manifest/verify-manifest.ts';
import { handsOverUnasked, recipientsOf, staleKeys, waitingMembers } from '../queries.ts';
import { requiredSealedKeys } from '../sealed-keys.ts';
import { findMember, type Head, keysAt } from '../state.ts';
import { supposeEvents } from '../suppose-events.ts';
import { vaultsToList } from '../vaults-to-list.ts';

const own = idFor<VaultId>('Leo’s own');
let at: Team;
/** Leo and Dana after a forgotten password. */
let leo2: Person;
let dana2: Person;
beforeAll(async () => {
  const { leo, dana } = await team();
  [leo2, dana2] = await Promise.all([anew(leo), anew(dana)]);
});
/** Leo edits Wiki, is an engineer, and has a vault of his own. */
beforeEach(async () => {
  at = await team();
  const { chain, maya, leo } = at;
  await chain.write(maya, 'group_create', groupBody(engineers, leo));
  await chain.write(maya, 'vault_grant', grantBody(wiki, { group: engineers, role: 'reader' }));
  await chain.write(leo, 'vault_create', { ...vaultBody(own, [leo, 'manager']), kind: 'personal' });
});
const leoNow = () => {
  const found = findMember(at.chain.current, at.leo.member);
  if (found === undefined) throw new Error('is a member');
  return found;
};
const travels = () => {
  const { payload } = mustBeOk(parseEvent(at.chain.events.at(-1) as Bytes));
  return requiredSealedKeys(at.chain.current, payload).map(({ subject, recipient }) => [subject, recipient]);
};

describe('linking a member anew', () => {
  it('by a custodian hands over at once, under the new keys, and leaves the member as before', async () => {
    const { chain, maya } = at;
    const { keys: before, ...rest } = leoNow();
    await chain.write(maya, 'relink', relinkBody(leo2, { groups: [engineers], vaults: [wiki, own] }));
    const seq = chain.current.head.seq;
    expect(leoNow()).toEqual({
      ...rest,
      keys: expect.objectContaining({ generation: 2, statementHash: leo2.keys.statement.hash, fromSeq: seq }),
      formerKeys: [before],
      setAt: { ...rest.setAt, link: { seq, by: maya.member } },
    });
    expect(hasRight(chain.current, leo2.member, wiki, 'edit')).toBe(true);
    expect(waitingMembers(chain.current)).toEqual([]);
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [] });
    const to = `member:${leo2.member}`;
    expect(travels()).toEqual([
      [wiki, to],
      [own, to],
      [`group:${engineers}`, to],
    ]);
    expect(await chain.refusal(at.leo, 'vault_archive', { vault: own })).toBe('signature_wrong');
    const drop = { grantees: [{ member: leo2.member }], head: null, vault: wiki };
    expect(await chain.refusal(leo2, 'vault_revoke', drop)).toBe('accepted');
  });

  it('by who manages members links, and what the fixer does not hold waits for holders', async () => {
    const { chain, maya, ines } = at;
    const named = relinkBody(leo2, { vaults: [wiki] });
    expect(await chain.refusal(ines, 'relink', named)).toBe('key_not_held');
    expect(await chain.refusal(ines, 'relink', relinkBody(leo2, { groups: [engineers] }))).toBe(
      'key_not_held',
    );
    await chain.write(ines, 'relink', relinkBody(leo2));
    expect(travels()).toEqual([]);
    expect(leoNow().link).toBe('linked');
    expect(waitingMembers(chain.current)).toEqual([
      { member: leo2.member, vaults: expect.arrayContaining([wiki, own]), groups: [engineers] },
    ]);
    expect(hasRight(chain.current, leo2.member, wiki, 'view')).toBe(false);
    expect(recipientsOf(chain.current, wiki).map(({ recipient }) => recipient)).not.toContain(
      `member:${leo2.member}`,
    );
    // Whoever vouched held nothing of it, so each holder looks for themself (attack row X11).
    expect(handsOverUnasked(chain.current, leo2.member)).toBe(false);
    await chain.write(maya, 'link_confirm', {
      groups: [engineers],
      member: leo2.member,
      statementHash: leo2.keys.statement.hash,
      vaults: [wiki, own],
    });
    expect(hasRight(chain.current, leo2.member, wiki, 'edit')).toBe(true);
    expect(waitingMembers(chain.current)).toEqual([]);
    expect(handsOverUnasked(chain.current, leo2.member)).toBe(true);
  });

  it('needs standing that covers the member, and custody for the owner and custodians', async () => {
    const { chain, maya, dana, leo, ines, kim } = at;
    expect(await chain.refusal(kim, 'relink', relinkBody(leo2))).toBe('permission_missing');
    expect(await chain.refusal(ines, 'relink', relinkBody(dana2))).toBe('rights_not_covered');
    expect(await chain.refusal(leo, 'relink', relinkBody(leo2))).toBe('not_for_yourself');
    expect(await chain.refusal(dana, 'relink', relinkBody(await anew(maya)))).toBe('rights_not_covered');
    expect(await chain.refusal(dana, 'relink', relinkBody(await anew(await person('Noor'))))).toBe(
      'member_not_found',
    );
    await chain.write(maya, 'custodian_add', { member: dana.member });
    expect(await chain.refusal(ines, 'relink', relinkBody(dana2))).toBe('rights_not_covered');
    expect(await chain.refusal(dana, 'relink', relinkBody(await anew(maya)))).toBe('accepted');
    await chain.write(maya, 'relink', relinkBody(dana2));
    expect(travels()).toEqual([['organization', `member:${dana.member}`]]);
    expect(isCustodian(chain.current, dana.member)).toBe(true);
    expect(hasPermission(chain.current, dana.member, 'members.manage')).toBe(true);
  });

  it('takes statements of this account alone that follow on the keys in force, however far', async () => {
    const { chain, maya, leo, kim } = at;
    const refusal = (renewed: Person) =>
      chain.refusal(maya, 'relink', { ...relinkBody(renewed), member: leo.member });
    expect(await refusal(await anew(kim))).toBe('statement_wrong');
    expect(await refusal(leo)).toBe('generation_wrong');
    const leo3 = await anew(leo2);
    expect(await refusal(leo3)).toBe('accepted');
    await chain.write(maya, 'relink', relinkBody(leo2));
    expect(await refusal(await anew(leo))).toBe('generation_wrong');
    const astray = await anew(await anew(leo));
    expect(await refusal({ ...astray, keys: (await anew(astray)).keys })).toBe('accepted');
    expect(await refusal(astray)).toBe('accepted');
  });

  it('leaves a disabled member disabled, and helps nobody who was removed', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(dana, 'disable', { heads: [], member: leo.member });
    await chain.write(maya, 'relink', relinkBody(leo2, { vaults: [wiki] }));
    expect(leoNow()).toMatchObject({ status: 'disabled', link: 'linked', keys: { generation: 2 } });
    await chain.write(dana, 'remove', { heads: [], member: leo.member });
    expect(await chain.refusal(maya, 'relink', relinkBody(await anew(leo2)))).toBe('member_not_found');
  });

  it('hands over what the member has, each once', async () => {
    const { chain, maya } = at;
    const named = (change: Parameters<typeof relinkBody>[1]) =>
      chain.refusal(maya, 'relink', relinkBody(leo2, change));
    expect(await named({ vaults: [wiki, wiki] })).toBe('vault_repeated');
    expect(await named({ vaults: [idFor('Lab')] })).toBe('confirmation_wrong');
    expect(await named({ groups: [engineers, engineers] })).toBe('group_repeated');
    expect(await named({ groups: [idFor('Guests')] })).toBe('confirmation_wrong');
    await chain.write(maya, 'group_set', groupChange(engineers, { remove: [leo2.member] }));
    expect(await named({ groups: [engineers] })).toBe('confirmation_wrong');
  });

  it('takes the same keys again with another proof, and takes nothing away by it', async () => {
    const { chain, maya, ines, kim } = at;
    await chain.write(maya, 'relink', relinkBody(leo2, { vaults: [wiki] }));
    const before = leoNow();
    const other = { proof: hashFor<never>('other words') };
    expect(await chain.refusal(kim, 'relink', relinkBody(leo2, other))).toBe('permission_missing');
    // Whoever manages members adds nothing to what a custodian vouched for.
    await chain.write(ines, 'relink', relinkBody(leo2, other));
    expect(leoNow()).toEqual(before);
    expect(hasRight(chain.current, leo2.member, wiki, 'edit')).toBe(true);
    expect(handsOverUnasked(chain.current, leo2.member)).toBe(true);
    await chain.write(maya, 'relink', relinkBody(leo2, { ...other, groups: [engineers], vaults: [own] }));
    expect(leoNow().keys).toEqual(before.keys);
    expect(waitingMembers(chain.current)).toEqual([]);
  });

  it('without custody has every holder hear the words, whatever is given later (X11)', async () => {
    const { chain, maya, dana, ines } = at;
    await chain.write(ines, 'relink', relinkBody(leo2));
    const lab = idFor<VaultId>('Lab');
    const guests = idFor<GroupId>('Guests');
    await chain.write(maya, 'vault_create', vaultBody(lab, [maya, 'manager'], [dana, 'manager']));
    const gives = { member: leo2.member, role: 'reader' as const };
    await chain.write(dana, 'vault_grant', grantBody(lab, gives));
    // Other rights bring no key.
    await chain.write(maya, 'vault_grant', grantBody(wiki, { ...gives, role: 'manager' }));
    await chain.write(maya, 'group_create', groupBody(guests, leo2));
    expect(travels().map(([, recipient]) => recipient)).not.toContain(`member:${leo2.member}`);
    expect(waitingMembers(chain.current)).toEqual([
      {
        member: leo2.member,
        vaults: expect.arrayContaining([wiki, own, lab]),
        groups: expect.arrayContaining([engineers, guests]),
      },
    ]);
    const heard = (vaults: VaultId[]) => ({
      groups: [],
      member: leo2.member,
      statementHash: leo2.keys.statement.hash,
      vaults,
    });
    await chain.write(dana, 'link_confirm', heard([lab]));
    expect(hasRight(chain.current, leo2.member, lab, 'view')).toBe(true);
    // Dana heard the words, and gives at once from there on; what others hold still waits for them.
    const attic = idFor<VaultId>('Attic');
    await chain.write(dana, 'vault_create', vaultBody(attic, [dana, 'manager'], [leo2, 'reader']));
    expect(hasRight(chain.current, leo2.member, attic, 'view')).toBe(true);
    expect(hasRight(chain.current, leo2.member, wiki, 'view')).toBe(false);
    expect(leoNow().heardBy).toEqual([ines.member, dana.member]);
    await chain.write(maya, 'link_confirm', heard([wiki, own]));
    expect(leoNow().heardBy).toBeUndefined();
  });

  it('by a custodian stays vouched for whoever hands over first', async () => {
    const { chain, maya, dana } = at;
    const confirmed = (vaults: VaultId[]) => ({
      groups: [],
      member: leo2.member,
      statementHash: leo2.keys.statement.hash,
      vaults,
    });
    const lab = idFor<VaultId>('Lab');
    await chain.write(maya, 'vault_create', vaultBody(lab, [maya, 'manager'], [dana, 'manager']));
    await chain.write(dana, 'vault_grant', grantBody(lab, { member: leo2.member, role: 'reader' }));
    await chain.write(maya, 'relink', relinkBody(leo2));
    const { link } = leoNow().setAt;
    // Dana has no custody, and hands over unasked what she holds; the rest goes on without words as well.
    await chain.write(dana, 'link_confirm', confirmed([lab]));
    expect(hasRight(chain.current, leo2.member, lab, 'view')).toBe(true);
    expect(leoNow().setAt.link).toEqual(link);
    expect(handsOverUnasked(chain.current, leo2.member)).toBe(true);
    expect(waitingMembers(chain.current)).toMatchObject([{ groups: [engineers] }]);
    // Of other keys a custodian has vouched for nothing.
    const leo3 = await anew(leo2);
    await chain.write(at.ines, 'relink', relinkBody(leo3));
    await chain.write(dana, 'link_confirm', {
      ...confirmed([lab]),
      statementHash: leo3.keys.statement.hash,
    });
    expect(leoNow().setAt.link?.by).toBe(at.ines.member);
    expect(handsOverUnasked(chain.current, leo2.member)).toBe(false);
  });

  it('takes back keys that were in force, by a custodian, once those in their place are none', async () => {
    const { chain, maya, ines, leo } = at;
    await chain.write(maya, 'relink', relinkBody(leo2, { vaults: [wiki, own], groups: [engineers] }));
    // Whoever is linked by mistake does not close the way back.
    const body = { member: leo.member, statementHash: leo.keys.statement.hash };
    expect(await chain.refusal(leo2, 'relink_refuse', body)).toBe('statement_wrong');
    expect(await chain.refusal(ines, 'relink', relinkBody(leo))).toBe('rights_not_covered');
    const [before] = leoNow().formerKeys;
    await chain.write(maya, 'relink', relinkBody(leo, { vaults: [wiki] }));
    const seq = chain.current.head.seq;
    expect(leoNow()).toMatchObject({
      keys: { ...before, fromSeq: seq },
      formerKeys: [before, { generation: 2, statementHash: leo2.keys.statement.hash }],
    });
    expect(keysAt(leoNow(), seq - 1)?.generation).toBe(2);
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(true);
    expect(waitingMembers(chain.current)).toMatchObject([{ vaults: [own], groups: [engineers] }]);
    expect(await chain.refusal(leo2, 'vault_archive', { vault: own })).toBe('signature_wrong');
    // Leo, who is back, says whose the others were not.
    expect(await chain.refusal(maya, 'relink', relinkBody(leo2))).toBe('accepted');
    await chain.write(leo, 'relink_refuse', { ...body, statementHash: leo2.keys.statement.hash });
    expect(await chain.refusal(maya, 'relink', relinkBody(leo2))).toBe('statement_refused');
  });

  it('can be tried before anything is signed', () => {
    const { chain, ines } = at;
    const { nowMs } = chain;
    const event = { type: 'relink' as const, body: relinkBody(leo2), statement: leo2.keys.statement };
    expect(supposeEvents(chain.current, ines.member, [event], nowMs).ok).toBe(true);
    const { statement: _gone, ...without } = event;
    expect(supposeEvents(chain.current, ines.member, [without], nowMs)).toMatchObject({
      code: 'statement_wrong',
    });
  });
});

describe('refusing new keys', () => {
  it('is for the keys in force, and holds against everything that follows on what was refused', async () => {
    const { chain, maya, leo, kim } = at;
    const body = { member: leo.member, statementHash: leo2.keys.statement.hash };
    expect(await chain.refusal(leo2, 'relink_refuse', body)).toBe('signature_wrong');
    expect(await chain.refusal(kim, 'relink_refuse', body)).toBe('permission_missing');
    expect(
      await chain.refusal(leo, 'relink_refuse', { ...body, statementHash: leo.keys.statement.hash }),
    ).toBe('statement_wrong');
    await chain.write(leo, 'relink_refuse', body);
    expect(leoNow().refusedStatements).toEqual([leo2.keys.statement.hash]);
    expect(await chain.refusal(leo, 'relink_refuse', body)).toBe('nothing_changed');
    expect(await chain.refusal(maya, 'relink', relinkBody(leo2))).toBe('statement_refused');
    expect(await chain.refusal(maya, 'relink', relinkBody(await anew(leo2)))).toBe('statement_refused');
    // Leo forgets the password indeed, later.
    expect(await chain.refusal(maya, 'relink', relinkBody(await anew(leo)))).toBe('accepted');
  });

  it('is remembered of the newest only, so that nobody grows the ledger’s state', async () => {
    const { chain, leo } = at;
    for (let n = 0; n <= 100; n++) {
      await chain.write(leo, 'relink_refuse', { member: leo.member, statementHash: hashFor(`s${n}`) });
    }
    expect(leoNow().refusedStatements).toHaveLength(100);
    expect(leoNow().refusedStatements).not.toContain(hashFor('s0'));
  });
});

describe('what the old keys signed', () => {
  let first: VerifiedManifest;
  let before: Head;
  const context = () => {
    const hashes = at.chain.events.map((bytes) => hashB64(bytes));
    return { state: at.chain.current, ledgerHashAt: (seq: number) => hashes[seq], vault: wiki };
  };
  const write = (by: Person, previous: VerifiedManifest | null, cites?: Head) => {
    const payload = draftManifest({
      state: at.chain.current,
      vault: wiki,
      by: by.member,
      previous,
      leaves: LeafSet.from([leafOf(by.name)]),
      nowMs: startMs,
    });
    return signObject(ObjectType.manifest, by.keys.signing, { ...payload, ...(cites && { ledger: cites }) });
  };
  const outcome = async (bytes: Bytes, previous: VerifiedManifest | null) => {
    const judged = await verifyManifest(context(), previous, bytes);
    return judged.ok ? 'accepted' : judged.code;
  };
  beforeEach(async () => {
    first = mustBeOk(await verifyManifest(context(), null, await write(at.leo, null)));
    before = at.chain.current.head;
  });

  it.each([
    { named: 'everything', vaults: [wiki, own] },
    { named: 'nothing', vaults: [] },
  ])('stays valid, and they sign nothing more (X17), with $named handed over', async ({ vaults }) => {
    const { chain, maya } = at;
    const heads = [{ hash: first.hash, seq: 1, vault: wiki }];
    await chain.write(maya, 'relink', relinkBody(leo2, { heads, vaults }));
    const { payload } = mustBeOk(parseEvent(chain.events.at(-1) as Bytes));
    expect(vaultsToList(chain.current, payload)).toEqual(expect.arrayContaining([wiki, own]));
    expect(await outcome(first.bytes, null)).toBe('accepted');
    expect(await outcome(await write(at.leo, first, before), first)).toBe('ledger_reference_wrong');
    expect(await outcome(await write(leo2, first), first)).toBe(
      vaults.length > 0 ? 'accepted' : 'vault_not_shared',
    );
  });

  it('counts nowhere where nothing was listed, even if the member goes on writing there', async () => {
    const { chain, maya, leo } = at;
    await chain.write(maya, 'relink', relinkBody(leo2, { vaults: [wiki] }));
    expect(await outcome(await write(leo, null, before), null)).toBe('ledger_reference_wrong');
    expect(await outcome(await write(leo2, null), null)).toBe('accepted');
  });

  it('counts as far as it was listed where those of before are taken back, of either (X17)', async () => {
    const { chain, maya, leo } = at;
    const headOf = ({ hash }: VerifiedManifest, seq: number) => [{ hash, seq, vault: wiki }];
    const named = { vaults: [wiki] };
    await chain.write(maya, 'relink', relinkBody(leo2, { ...named, heads: headOf(first, 1) }));
    const between = chain.current.head;
    const second = mustBeOk(await verifyManifest(context(), first, await write(leo2, first)));
    await chain.write(maya, 'relink', relinkBody(leo, { ...named, heads: headOf(second, 2) }));
    expect(await outcome(second.bytes, first)).toBe('accepted');
    expect(await outcome(await write(leo2, second, between), second)).toBe('ledger_reference_wrong');
    expect(await outcome(await write(leo, second, before), second)).toBe('ledger_reference_wrong');
    expect(await outcome(await write(leo2, second), second)).toBe('signature_wrong');
    expect(await outcome(await write(leo, second), second)).toBe('accepted');
  });

  it('is listed of vaults that the member writes, and of no other', async () => {
    const { chain, maya } = at;
    const lab = idFor<VaultId>('Lab');
    await chain.write(maya, 'vault_create', vaultBody(lab, [maya, 'manager']));
    const heads = [{ hash: hashFor<never>('x'), seq: 1, vault: lab }];
    expect(await chain.refusal(maya, 'relink', relinkBody(leo2, { heads }))).toBe('heads_wrong');
  });
});
