import { type Bytes, mustBeOk, type VaultId } from '@postern/core';
import { hashB64, ObjectType, signObject } from '@postern/crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { leafOf } from '../../test/leaves.ts';
import { anew, idFor, type Person, publicKeyFor, rekeyBody, startMs } from '../../test/people.ts';
import { engineers, grantBody, groupBody, type Team, team, vaultBody, wiki } from '../../test/team.ts';
import { parseEvent } from '../event.ts';
import { hasRight } from '../holding.ts';
import { LeafSet } from '../manifest/leaf-set.ts';
import { draftManifest } from '../manifest/manifest.ts';
import { verifyManifest } from '../manifest/verify-manifest.ts';
import { staleKeys } from '../queries.ts';
import { requiredSealedKeys } from '../sealed-keys.ts';
import { findMember } from '../state.ts';
import { vaultsToList } from '../vaults-to-list.ts';

const own = idFor<VaultId>('Leo’s own');
const lab = idFor<VaultId>('Lab');
let at: Team;
let leo2: Person;

/** Leo edits Wiki, is an engineer with access to Lab, and has a vault of his own. */
beforeEach(async () => {
  at = await team();
  const { chain, maya, leo } = at;
  await chain.write(maya, 'group_create', groupBody(engineers, leo));
  await chain.write(maya, 'vault_create', vaultBody(lab, [maya, 'manager']));
  await chain.write(maya, 'vault_grant', grantBody(lab, { group: engineers, role: 'editor' }));
  await chain.write(leo, 'vault_create', { ...vaultBody(own, [leo, 'manager']), kind: 'personal' });
  leo2 = await anew(leo);
});

const last = () => mustBeOk(parseEvent(at.chain.events.at(-1) as Bytes)).payload;
const travels = () =>
  requiredSealedKeys(at.chain.current, last()).map(({ subject, recipient }) => [subject, recipient]);

describe('replacing keys', () => {
  it('keeps the member, seals everything held to the new keys, and makes all of it stale (X15)', async () => {
    const { chain, leo } = at;
    const { keys: before, ...rest } = findMember(chain.current, leo.member) ?? {};
    await chain.write(leo, 'rekey', rekeyBody(chain.current, leo2));
    const { head } = chain.current;
    expect(findMember(chain.current, leo.member)).toEqual({
      ...rest,
      keys: expect.objectContaining({ generation: 2, statementHash: leo2.keys.statement.hash }),
      formerKeys: [before],
      refusedStatements: [before?.statementHash],
    });
    const to = `member:${leo.member}`;
    expect(travels()).toEqual([
      ...[lab, own, wiki].sort().map((vault) => [vault, to]),
      [`group:${engineers}`, to],
    ]);
    const stale = staleKeys(chain.current);
    expect(stale.groups).toEqual([engineers]);
    expect([...stale.vaults].sort()).toEqual([lab, own, wiki].sort());
    expect(chain.current.vaults[wiki]?.epochs.at(-1)?.staleSeq).toBe(head.seq);
    expect(hasRight(chain.current, leo.member, wiki, 'edit')).toBe(true);
    expect(await chain.refusal(leo, 'vault_archive', { vault: own })).toBe('signature_wrong');
    expect(await chain.refusal(leo2, 'vault_rotate', rotateOwn())).toBe('accepted');
  });

  it('leaves alone what the member never held', async () => {
    const { chain, kim } = at;
    await chain.write(kim, 'rekey', rekeyBody(chain.current, await anew(kim)));
    expect(travels()).toEqual([]);
    expect(staleKeys(chain.current)).toEqual({ groups: [], vaults: [] });
  });

  it('begins the next organization key where the member has custody, and nowhere else', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(maya, 'custodian_add', { member: dana.member });
    const dana2 = await anew(dana);
    const without = rekeyBody(chain.current, dana2, { organizationKey: null });
    expect(await chain.refusal(dana, 'rekey', without)).toBe('wrong_epoch');
    const same = rekeyBody(chain.current, dana2, { organizationKey: publicKeyFor('organization', 1) });
    expect(await chain.refusal(dana, 'rekey', same)).toBe('wrong_epoch');
    const key = publicKeyFor('organization', 2);
    const taken = rekeyBody(chain.current, leo2, { organizationKey: key });
    expect(await chain.refusal(leo, 'rekey', taken)).toBe('rights_not_covered');

    await chain.write(dana, 'rekey', rekeyBody(chain.current, dana2));
    expect(chain.current.organizationKey.epoch).toBe(2);
    expect(travels().slice(0, 3)).toEqual([
      ...[maya.member, dana.member].sort().map((id) => ['organization', `member:${id}`]),
      ['organization', 'organization:2'],
    ]);
    expect([...staleKeys(chain.current).vaults].sort()).toEqual(Object.keys(chain.current.vaults).sort());
    expect(await chain.refusal(dana2, 'custodian_add', { member: leo.member })).toBe('owner_only');
  });

  it('lets the old keys sign no manifest from then on, and what they signed stays (X17)', async () => {
    const { chain, leo } = at;
    const context = () => {
      const hashes = chain.events.map((bytes) => hashB64(bytes));
      return { state: chain.current, ledgerHashAt: (seq: number) => hashes[seq], vault: wiki };
    };
    const write = (by: Person, cites = chain.current.head) => {
      const leaves = LeafSet.from([leafOf(by.name)]);
      const drafted = { state: chain.current, vault: wiki, by: by.member, previous: null, leaves };
      const payload = draftManifest({ ...drafted, nowMs: startMs });
      return signObject(ObjectType.manifest, by.keys.signing, { ...payload, ledger: cites });
    };
    const outcome = async (bytes: Bytes) => {
      const judged = await verifyManifest(context(), null, bytes);
      return judged.ok ? 'accepted' : judged.code;
    };
    const before = chain.current.head;
    const first = mustBeOk(await verifyManifest(context(), null, await write(leo)));
    const heads = [{ hash: first.hash, seq: 1, vault: wiki }];
    const unknown = [{ hash: first.hash, seq: 1, vault: idFor<VaultId>('nowhere') }];
    const listing = (listed: typeof heads) => rekeyBody(chain.current, leo2, { heads: listed });
    expect(await chain.refusal(leo, 'rekey', listing(unknown))).toBe('heads_wrong');
    await chain.write(leo, 'rekey', listing(heads));
    expect([...vaultsToList(chain.current, last())].sort()).toEqual([lab, own, wiki].sort());
    expect(await outcome(first.bytes)).toBe('accepted');
    const second = { ...leo, name: 'later' };
    expect(await outcome(await write(second, before))).not.toBe('accepted');
  });
});

const rotateOwn = () => ({ epochs: [{ commit: publicKeyFor('own', 2).commit, epoch: 2, vault: own }] });
