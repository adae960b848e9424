import type { Bytes, IpRange } from '@postern/core';
import { mustBeOk } from '@postern/core';
import { hashB64, ObjectType, signObject } from '@postern/crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leafOf } from '../../test/leaves.ts';
import {
  anew,
  makeRecover,
  type Person,
  publicKeyFor,
  recoverBody,
  recoveryBody,
  startMs,
} from '../../test/people.ts';
import { engineers, groupBody, rotation, type Team, team, wiki } from '../../test/team.ts';
import { parseEvent } from '../event.ts';
import type { EventBody } from '../events/all-events.ts';
import { formerMakerOfKit } from '../helpers-of-owner.ts';
import { holdsVaultKey, isCustodian } from '../holding.ts';
import { LeafSet } from '../manifest/leaf-set.ts';
import { draftManifest, type VerifiedManifest } from '../manifest/manifest.ts';
import { verifyManifest } from '../manifest/verify-manifest.ts';
import { staleKeys } from '../queries.ts';
import { requiredSealedKeys } from '../sealed-keys.ts';
import { findMember, type Head } from '../state.ts';
import { vaultsToList } from '../vaults-to-list.ts';
import { recoveryExemptionMs } from './recover.ts';

let at: Team;
let maya2: Person;
beforeAll(async () => {
  maya2 = await anew((await team()).maya);
});
beforeEach(async () => {
  at = await team();
  const { chain, maya, dana, leo } = at;
  await chain.write(maya, 'custodian_add', { member: dana.member });
  await chain.write(maya, 'group_create', groupBody(engineers, leo));
});
const body = (change?: Partial<EventBody<'recover'>>) => recoverBody(at.chain, maya2, change);
const refusal = async (of: EventBody<'recover'>, version = 1) => {
  const judged = await at.chain.judge(await makeRecover(at.chain, of, version));
  return judged.ok ? 'accepted' : judged.code;
};
const recover = async (of: EventBody<'recover'>) => at.chain.append(await makeRecover(at.chain, of));
const owner = () => findMember(at.chain.current, at.maya.member);

describe('the recovery key', () => {
  it('brings the owner back, as the only custodian, with everything to be sealed anew', async () => {
    const { chain, maya, dana, leo } = at;
    await chain.write(maya, 'vault_archive', { vault: wiki });
    await recover(body());
    const { seq } = chain.current.head;
    expect(owner()).toMatchObject({
      role: 'owner',
      custodian: true,
      link: 'linked',
      keys: { generation: 2, statementHash: maya2.keys.statement.hash, fromSeq: seq },
      formerKeys: [{ generation: 1 }],
      exemptUntilMs: null,
      addresses: [],
      setAt: { link: { seq, by: 'recovery' }, custodian: { seq, by: 'recovery' } },
    });
    expect(isCustodian(chain.current, dana.member)).toBe(false);
    expect(findMember(chain.current, dana.member)?.setAt.custodian).toEqual({ seq, by: 'recovery' });
    expect(chain.current.organizationKey.epoch).toBe(2);
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [wiki] });
    expect(holdsVaultKey(chain.current, leo.member, wiki)).toBe(true);
    expect(await chain.refusal(maya, 'vault_unarchive', { vault: wiki })).toBe('signature_wrong');
    await chain.write(maya2, 'vault_rotate', rotation(wiki, 2));
    await chain.write(maya2, 'custodian_add', { member: dana.member });
    expect(staleKeys(chain.current)).toEqual({ groups: [engineers], vaults: [] });
  });

  it('seals to the owner and the new organization key, and to nobody else', async () => {
    const { chain, maya } = at;
    await chain.write(maya, 'vault_archive', { vault: wiki });
    await recover(body());
    const { payload } = mustBeOk(parseEvent(chain.events.at(-1) as Bytes));
    expect(
      requiredSealedKeys(chain.current, payload).map(({ subject, epoch, recipient }) => [
        subject,
        epoch,
        recipient,
      ]),
    ).toEqual([
      ['organization', 2, `member:${maya.member}`],
      [wiki, 1, 'organization:2'],
    ]);
  });

  it('signs that and nothing else, for the owner and nobody else', async () => {
    const { chain, maya, dana } = at;
    expect(await refusal(body(), 2)).toBe('signature_wrong');
    expect(await chain.refusal(maya2, 'recover', body())).toBe('signature_wrong');
    expect(await chain.refusal(maya, 'recover', body())).toBe('signer_unknown');
    expect(await refusal(body({ member: dana.member }))).toBe('owner_only');
    expect(await refusal(recoverBody(chain, await anew(dana), { member: maya.member }))).toBe(
      'statement_wrong',
    );
    const old = publicKeyFor('organization', 1);
    expect(await refusal(body({ organizationKey: old }))).toBe('wrong_epoch');
    await chain.write(maya, 'recovery_rotate', await recoveryBody(2));
    expect(await refusal(body(), 1)).toBe('signature_wrong');
    expect(await refusal(body(), 2)).toBe('accepted');
  });

  it('takes the keys in force and any that came after, refused ones too, none from before', async () => {
    const { chain, maya } = at;
    const of = (who: Person) => refusal(recoverBody(chain, who));
    expect(await of(maya)).toBe('accepted');
    expect(await of(await anew(maya2))).toBe('accepted');
    await chain.write(maya, 'relink_refuse', {
      member: maya.member,
      statementHash: maya2.keys.statement.hash,
    });
    // Whoever refused may be the thief of a device; the kit weighs more.
    expect(await of(maya2)).toBe('accepted');
    await recover(body());
    expect(await of(maya)).toBe('generation_wrong');
    expect(await of(await anew(maya))).toBe('generation_wrong');
    const { formerKeys } = owner() ?? {};
    await recover(body());
    expect(owner()?.formerKeys).toEqual(formerKeys);
    expect(chain.current.organizationKey.epoch).toBe(3);
  });

  it('opens the door for a day, where it was asked to', async () => {
    const { chain, maya } = at;
    const address = '203.0.113.7' as IpRange;
    const kept = { range: '198.51.100.0/24' as IpRange, session: null, untilMs: null };
    const over = { range: '192.0.2.1' as IpRange, session: null, untilMs: chain.nowMs + 2000 };
    await chain.write(maya, 'member_addresses_set', {
      add: [kept, over],
      member: maya.member,
      remove: [],
    });
    chain.nowMs += 5000;
    await recover(body({ exemptions: { address, secondFactor: true } }));
    const untilMs = chain.current.lastAtMs + recoveryExemptionMs;
    expect(owner()?.exemptUntilMs).toBe(untilMs);
    expect(owner()?.addresses).toEqual([
      expect.objectContaining(kept),
      { range: address, session: null, untilMs, setAt: { seq: chain.current.head.seq, by: 'recovery' } },
    ]);
    await recover(body({ exemptions: { address, secondFactor: false } }));
    expect(owner()?.addresses).toHaveLength(2);
    expect(owner()?.exemptUntilMs).toBe(untilMs);
  });

  it('finds room for the address where there was none left, and keeps one that has no end', async () => {
    const { chain, maya } = at;
    const add = Array.from({ length: 50 }, (_, n) => ({
      range: `198.51.100.${n}` as IpRange,
      session: null,
      untilMs: null,
    }));
    await chain.write(maya, 'member_addresses_set', { add, member: maya.member, remove: [] });
    const { addresses } = owner() ?? {};
    const to = (address: string) =>
      body({ exemptions: { address: address as IpRange, secondFactor: false } });
    await recover(to('198.51.100.0'));
    expect(owner()?.addresses).toEqual(addresses);
    await recover(to('203.0.113.7'));
    expect(owner()?.addresses.map(({ range }) => range)).toEqual([
      ...add.slice(1).map(({ range }) => range),
      '203.0.113.7',
    ]);
  });
});

describe('what the owner’s keys of before sign', () => {
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
    const dated = { ...payload, ...(cites && { ledger: cites, epoch: 1 }) };
    return signObject(ObjectType.manifest, by.keys.signing, dated);
  };
  const outcome = async (bytes: Bytes, previous: VerifiedManifest | null) => {
    const judged = await verifyManifest(context(), previous, bytes);
    return judged.ok ? 'accepted' : judged.code;
  };

  it('stays valid where it was listed, and counts nowhere from then on (X17)', async () => {
    const { chain, maya } = at;
    const first = mustBeOk(await verifyManifest(context(), null, await write(maya, null)));
    const before = chain.current.head;
    const heads = [{ hash: first.hash, seq: 1, vault: wiki }];
    expect(await refusal(recoverBody(chain, maya, { heads }))).toBe('heads_wrong');
    await recover(body({ heads }));
    const { payload } = mustBeOk(parseEvent(chain.events.at(-1) as Bytes));
    expect(vaultsToList(chain.current, payload)).toEqual([wiki]);
    await chain.write(maya2, 'vault_rotate', rotation(wiki, 2));
    expect(await outcome(first.bytes, null)).toBe('accepted');
    expect(await outcome(await write(maya, first, before), first)).toBe('ledger_reference_wrong');
    expect(await outcome(await write(maya2, first), first)).toBe('accepted');
  });

  it('counts nowhere where nothing was listed', async () => {
    const { chain, maya } = at;
    const before = chain.current.head;
    await recover(body());
    expect(await outcome(await write(maya, null, before), null)).toBe('ledger_reference_wrong');
  });

  it('goes on where the keys stay', async () => {
    await recover(recoverBody(at.chain, at.maya));
    const { payload } = mustBeOk(parseEvent(at.chain.events.at(-1) as Bytes));
    expect(vaultsToList(at.chain.current, payload)).toEqual([]);
  });
});

describe('a new kit', () => {
  it('is its maker’s, whoever owns the organization afterwards', async () => {
    const { chain, maya, dana } = at;
    expect(formerMakerOfKit(chain.current)).toBeUndefined();
    await chain.write(maya, 'owner_transfer', { member: dana.member });
    expect(formerMakerOfKit(chain.current)?.id).toBe(maya.member);
    await chain.write(dana, 'recovery_rotate', await recoveryBody(2));
    expect(formerMakerOfKit(chain.current)).toBeUndefined();
  });

  it('opens every vault from the moment it counts', async () => {
    const { chain, maya } = at;
    await chain.write(maya, 'recovery_rotate', await recoveryBody(2));
    const { payload } = mustBeOk(parseEvent(chain.events.at(-1) as Bytes));
    expect(requiredSealedKeys(chain.current, payload)).toMatchObject([
      { subject: wiki, epoch: 1, recipient: 'recovery:2' },
    ]);
  });
});
