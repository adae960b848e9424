import { type Bytes, type EntryId, type HashB64, type Json, mustBeOk, type VaultId } from '@postern/core';
import { createNextAccountKeys, hashB64, ObjectType, signObject } from '@postern/crypto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leafOf } from '../../test/leaves.ts';
import {
  type Chain,
  foundedBy,
  hashFor,
  idFor,
  type Person,
  person,
  rekeyBody,
  startMs,
  welcomeAll,
} from '../../test/people.ts';
import { findMember } from '../state.ts';
import { checkContents } from './check-contents.ts';
import { checkChanges, checkNewManifest, rightNeeded, vaultEntryId } from './check-write.ts';
import { type LeafChange, LeafSet } from './leaf-set.ts';
import { draftManifest, type ManifestPayload, parseManifest, type VerifiedManifest } from './manifest.ts';
import {
  checkSuccessor,
  type ManifestContext,
  verifyManifest,
  verifyManifestChain,
} from './verify-manifest.ts';

const wiki = idFor<VaultId>('Wiki');
const servers = idFor<VaultId>('Servers');
let maya: Person;
let dana: Person;
let leo: Person;
let chain: Chain;
let hashes: HashB64[];

beforeAll(async () => {
  [maya, dana, leo] = await Promise.all([person('Maya'), person('Dana'), person('Leo')]);
});
/** Maya manages Wiki, Dana edits it, Leo reads it. Servers is Maya's alone. */
beforeEach(async () => {
  chain = await foundedBy(maya);
  await welcomeAll(chain, maya, dana, leo);
  const roles = {
    [wiki]: [
      ['manager', maya],
      ['editor', dana],
      ['reader', leo],
    ],
    [servers]: [['manager', maya]],
  } as const;
  for (const vault of [wiki, servers]) {
    const grants = (roles[vault] ?? []).map(([role, who]) => ({ member: who.member, role }));
    await chain.write(maya, 'vault_create', {
      commit: hashFor(vault),
      epoch: 1,
      grants,
      kind: 'shared',
      vault,
    });
  }
  hashes = chain.events.map((bytes) => hashB64(bytes));
});

const context = (vault = wiki): ManifestContext => {
  const known = chain.events.map((bytes) => hashB64(bytes));
  return { state: chain.current, ledgerHashAt: (seq) => known[seq], vault };
};
const leaves = LeafSet.from([leafOf('GitHub'), leafOf('Router')]);

interface Draft {
  readonly by?: Person;
  readonly previous?: VerifiedManifest | null;
  readonly leaves?: LeafSet;
  readonly vault?: VaultId;
  readonly change?: Partial<Record<keyof ManifestPayload, Json>>;
}
async function manifest(draft: Draft = {}): Promise<Bytes> {
  const { by = maya, previous = null, vault = wiki } = draft;
  const payload = draftManifest({
    state: chain.current,
    vault,
    by: by.member,
    previous,
    leaves: draft.leaves ?? leaves,
    nowMs: startMs,
  });
  return signObject(ObjectType.manifest, by.keys.signing, { ...payload, ...draft.change } as Json);
}
const verified = async (bytes: Bytes, previous: VerifiedManifest | null = null) =>
  mustBeOk(await verifyManifest(context(), previous, bytes));
const codeOf = async (bytes: Bytes, previous: VerifiedManifest | null = null, where = context()) => {
  const judged = await verifyManifest(where, previous, bytes);
  return judged.ok ? 'accepted' : judged.code;
};

describe('a manifest', () => {
  it('is accepted from whoever may write the vault, and from nobody else', async () => {
    expect(await codeOf(await manifest())).toBe('accepted');
    expect(await codeOf(await manifest({ by: dana }))).toBe('accepted');
    expect(await codeOf(await manifest({ by: leo }))).toBe('permission_missing');
    expect(await codeOf(await manifest({ by: dana, vault: servers }), null, context(servers))).toBe(
      'vault_not_shared',
    );
    expect(await codeOf(await manifest({ change: { by: idFor('nobody') } }))).toBe('signer_unknown');
    expect(await codeOf(await manifest({ change: { by: dana.member } }))).toBe('signature_wrong');
    const member = findMember(chain.current, dana.member);
    if (member === undefined) throw new Error('Dana is a member');
    const bytes = await manifest({ by: dana });
    chain.state = {
      ...chain.current,
      members: { ...chain.current.members, [dana.member]: { ...member, status: 'disabled' } },
    };
    expect(await codeOf(bytes)).toBe('signer_unknown');
  });

  it('is of this organization, this vault and the epoch of its ledger position', async () => {
    expect(await codeOf(await manifest({ change: { org: hashFor('another') } }))).toBe('wrong_organization');
    expect(await codeOf(await manifest({ vault: servers }))).toBe('wrong_vault');
    expect(await codeOf(await manifest({ change: { vault: idFor('no vault') } }))).toBe('wrong_vault');
    expect(await codeOf(await manifest({ change: { epoch: 2 } }))).toBe('wrong_epoch');
    const old = await manifest();
    await chain.write(maya, 'vault_rotate', { epochs: [{ commit: hashFor('2'), epoch: 2, vault: wiki }] });
    // What was written before stays readable; what is written now is under the new epoch.
    expect(await codeOf(old)).toBe('accepted');
    expect(await codeOf(await manifest({ change: { epoch: 1 } }))).toBe('wrong_epoch');
    expect(await codeOf(await manifest())).toBe('accepted');
  });

  it('refers to a ledger event that is in the chain, not before the vault, not beyond what is known', async () => {
    const { head } = chain.current;
    const ledger = (seq: number, hash: HashB64 | undefined) =>
      manifest({ change: { ledger: { seq, hash: hash ?? null } } });
    expect(await codeOf(await ledger(head.seq, head.hash))).toBe('accepted');
    expect(await codeOf(await ledger(head.seq - 1, hashes[head.seq - 1]))).toBe('accepted');
    expect(await codeOf(await ledger(head.seq, hashFor('forged')))).toBe('ledger_reference_wrong');
    expect(await codeOf(await ledger(1, hashes[1]))).toBe('ledger_reference_wrong');
    expect(await codeOf(await ledger(head.seq + 1, hashFor('newer')))).toBe('ledger_behind');
  });

  it('is verified by the key that was in force where it stands', async () => {
    const keys = await createNextAccountKeys(dana.keys.statement, startMs);
    const first = await verified(await manifest({ by: dana }));
    const renewed = { ...dana, keys };
    const heads = [{ hash: first.hash, seq: 1, vault: wiki }];
    await chain.write(dana, 'rekey', rekeyBody(chain.current, renewed, { heads }));
    await chain.write(renewed, 'vault_rotate', {
      epochs: [{ commit: hashFor('2'), epoch: 2, vault: wiki }],
    });
    const next = (by: Person) => manifest({ by, previous: first });
    expect(await codeOf(first.bytes)).toBe('accepted');
    expect(await codeOf(await next(dana), first)).toBe('signature_wrong');
    const second = await next(renewed);
    expect(await codeOf(second, first)).toBe('accepted');
    // A server takes nothing new from the old key, wherever it claims to stand.
    expect(checkNewManifest(context(), dana.member, first).ok).toBe(false);
    expect(checkNewManifest(context(), dana.member, await verified(second, first)).ok).toBe(true);
  });

  it('is parsed strictly', async () => {
    const code = async (change: Record<string, Json>) =>
      parseManifest(await manifest({ change: change as Partial<Record<keyof ManifestPayload, Json>> })).ok;
    expect(await code({})).toBe(true);
    for (const change of [
      { seq: 0 },
      { seq: 2 },
      { prev: hashFor<string>('x') },
      { kind: 'ledger-event' },
      { count: -1 },
      { epoch: 0 },
      { root: 'x' },
      { by: 'recovery' },
      { note: 1 },
      { ledger: { seq: 1 } },
    ]) {
      expect(await code(change), JSON.stringify(change)).toBe(false);
    }
    expect(parseManifest(chain.events[0] as Bytes)).toMatchObject({ code: 'manifest_malformed' });
  });

  it('is refused whichever byte was changed', async () => {
    const bytes = await manifest();
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = bytes.slice();
        const where = at % bytes.length;
        changed[where] = (changed[where] as number) ^ flip;
        expect(await codeOf(changed)).not.toBe('accepted');
      }),
      { numRuns: 100 },
    );
  });

  it('holds its entries by root and count', async () => {
    const one = await verified(await manifest());
    expect(checkContents(one, leaves).ok).toBe(true);
    const swapped = LeafSet.from([leafOf('GitHub', 1, 1, 'swapped'), leafOf('Router')]);
    expect(checkContents(one, swapped)).toMatchObject({ field: '/root' });
    expect(checkContents(one, LeafSet.from([leafOf('GitHub')]))).toMatchObject({ field: '/count' });
    expect(checkContents({ ...one, payload: { ...one.payload, count: 1 } }, leaves)).toMatchObject({
      code: 'manifest_root_wrong',
      field: '/count',
    });
  });
});

describe('a chain of manifests', () => {
  it('goes on one by one', async () => {
    const first = await verified(await manifest());
    const second = await verified(await manifest({ by: dana, previous: first }), first);
    expect(second.payload).toMatchObject({ seq: 2, prev: first.hash });
    const after = (change: Draft['change']) => manifest({ previous: first, ...(change && { change }) });
    expect(await codeOf(await after({}), first)).toBe('accepted');
    expect(await codeOf(await after({ seq: 3 }), first)).toBe('manifest_moved');
    expect(await codeOf(await after({ prev: second.hash }), first)).toBe('manifest_moved');
    expect(await codeOf(await after({ at: startMs - 1 }), first)).toBe('time_decreased');
    expect(await codeOf(await after({ org: hashFor('another') }), first)).toBe('wrong_organization');
    expect(await codeOf(await manifest({ vault: servers, previous: first }), first)).toBe('wrong_vault');
    expect(await codeOf(await manifest(), first)).toBe('manifest_moved');
    expect(checkSuccessor(null, second)).toMatchObject({ code: 'manifest_moved' });
    expect(checkSuccessor(null, first).ok).toBe(true);
  });

  it('never goes back in the ledger or in epochs', async () => {
    const oldHead = chain.current.head;
    await chain.write(maya, 'vault_rotate', { epochs: [{ commit: hashFor('2'), epoch: 2, vault: wiki }] });
    const first = await verified(await manifest());
    const backdated = await manifest({ by: dana, previous: first, change: { ledger: oldHead } });
    expect(await codeOf(backdated, first)).toBe('ledger_reference_wrong');
    const underOldKey = await manifest({ by: dana, previous: first, change: { ledger: oldHead, epoch: 1 } });
    expect(await codeOf(underOldKey, first)).toBe('wrong_epoch');
  });

  it('is held by its last signature, whatever its length', async () => {
    const all: Bytes[] = [];
    let last: VerifiedManifest | null = null;
    for (const by of [maya, dana, maya, dana]) {
      const bytes: Bytes = await manifest({ by, previous: last });
      last = await verified(bytes, last);
      all.push(bytes);
    }
    const first = await verified(all[0] as Bytes);
    const end = async (from: VerifiedManifest | null, list: readonly Bytes[]) => {
      const judged = await verifyManifestChain(context(), from, list);
      return judged.ok ? judged.value.payload.seq : judged.code;
    };
    expect(await end(null, all)).toBe(4);
    expect(await end(first, all.slice(1))).toBe(4);
    expect(await end(first, [])).toBe(1);
    expect(await end(null, [])).toBe('manifest_moved');
    expect(await end(first, all.slice(2))).toBe('manifest_moved');
    expect(await end(first, all)).toBe('manifest_moved');
    expect(await end(null, all.toSpliced(1, 1))).toBe('manifest_moved');
    const forged = (all[3] as Bytes).slice();
    forged[20] = (forged[20] as number) ^ 1;
    expect(await end(null, all.with(3, forged))).toBe('signature_wrong');
    const inner = (all[1] as Bytes).slice();
    inner[20] = (inner[20] as number) ^ 1;
    expect(await end(null, all.with(1, inner))).toBe('manifest_moved');
  });
});

describe('changes to a vault', () => {
  const router = leafOf('Router').entry;
  const purge = (entry: EntryId): LeafChange => ({ kind: 'purge', entry });
  const put = (name: string, revision: number, epoch = 1): LeafChange => ({
    kind: 'put',
    leaf: leafOf(name, revision, epoch),
  });
  const outcome = (by: Person, ...changes: LeafChange[]) => {
    const judged = checkChanges(context(), by.member, changes, (entry) => leaves.find(entry));
    return judged.ok ? 'accepted' : judged.code;
  };

  it('need the right for each', () => {
    expect(rightNeeded(put('New', 1), undefined)).toBe('add');
    expect(rightNeeded(put('Router', 2), leafOf('Router'))).toBe('edit');
    expect(rightNeeded(purge(router), leafOf('Router'))).toBe('delete');
    expect(rightNeeded(purge(vaultEntryId), undefined)).toBe('manage');
    expect(outcome(dana, put('New', 1), put('GitHub', 2), purge(router))).toBe('accepted');
    expect(outcome(leo, put('New', 1))).toBe('permission_missing');
    expect(outcome(dana, purge(vaultEntryId))).toBe('permission_missing');
    expect(checkChanges(context(servers), dana.member, [put('New', 1)], () => undefined)).toMatchObject({
      code: 'vault_not_shared',
    });
    expect(checkChanges(context(idFor('none')), dana.member, [], () => undefined)).toMatchObject({
      code: 'wrong_vault',
    });
  });

  it('take the next revision, once each, under the current epoch', async () => {
    expect(outcome(dana, put('GitHub', 1))).toBe('edit_conflict');
    expect(outcome(dana, put('GitHub', 3))).toBe('edit_conflict');
    expect(outcome(dana, put('New', 2))).toBe('edit_conflict');
    expect(outcome(dana, purge(leafOf('Gone').entry))).toBe('edit_conflict');
    expect(outcome(dana, put('GitHub', 2), put('GitHub', 2))).toBe('entry_repeated');
    expect(outcome(dana, put('GitHub', 2, 2))).toBe('wrong_epoch');
    expect(outcome(dana)).toBe('changes_empty');
    await chain.write(maya, 'vault_rotate', { epochs: [{ commit: hashFor('2'), epoch: 2, vault: wiki }] });
    expect(outcome(dana, put('GitHub', 2))).toBe('wrong_epoch');
    expect(outcome(dana, put('GitHub', 2, 2))).toBe('accepted');
    await chain.write(maya, 'vault_archive', { vault: wiki });
    expect(outcome(dana, put('GitHub', 2, 2))).toBe('vault_archived');
  });

  it('come in a manifest of the session’s own member under today’s epoch', async () => {
    const old = await verified(await manifest({ by: dana }));
    const code = (by: Person, one: VerifiedManifest, where = context()) => {
      const judged = checkNewManifest(where, by.member, one);
      return judged.ok ? 'accepted' : judged.code;
    };
    expect(code(dana, old)).toBe('accepted');
    expect(code(maya, old)).toBe('signer_unknown');
    expect(code(dana, old, context(servers))).toBe('wrong_vault');
    await chain.write(maya, 'vault_rotate', { epochs: [{ commit: hashFor('2'), epoch: 2, vault: wiki }] });
    expect(code(dana, old)).toBe('wrong_epoch');
  });
});
