import { type Bytes, mustBeOk } from '@postern/core';
import { hashB64, ObjectType, signObject } from '@postern/crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { leafOf } from '../../test/leaves.ts';
import { type Person, startMs } from '../../test/people.ts';
import { grantBody, rotation, type Team, team, wiki } from '../../test/team.ts';
import { parseEvent } from '../event.ts';
import type { Head } from '../state.ts';
import { vaultsToList } from '../vaults-to-list.ts';
import { checkChanges, checkNewManifest } from './check-write.ts';
import { LeafSet } from './leaf-set.ts';
import { draftManifest, type VerifiedManifest } from './manifest.ts';
import { verifyManifest } from './verify-manifest.ts';

let at: Team;
let first: VerifiedManifest;
let hers: VerifiedManifest;

const context = () => {
  const hashes = at.chain.events.map((bytes) => hashB64(bytes));
  return { state: at.chain.current, ledgerHashAt: (seq: number) => hashes[seq], vault: wiki };
};
async function write(
  by: Person,
  previous: VerifiedManifest | null,
  cites?: Head,
  epoch?: number,
): Promise<Bytes> {
  const payload = draftManifest({
    state: at.chain.current,
    vault: wiki,
    by: by.member,
    previous,
    leaves: LeafSet.from([leafOf(by.name)]),
    nowMs: startMs,
  });
  const dated = { ...payload, ...(cites && { ledger: cites }), ...(epoch && { epoch }) };
  return signObject(ObjectType.manifest, by.keys.signing, dated);
}
const outcome = async (bytes: Bytes, previous: VerifiedManifest | null) => {
  const judged = await verifyManifest(context(), previous, bytes);
  return judged.ok ? 'accepted' : judged.code;
};
const verified = async (bytes: Bytes, previous: VerifiedManifest | null) =>
  mustBeOk(await verifyManifest(context(), previous, bytes));

/** Maya writes first, then Leo. */
beforeEach(async () => {
  at = await team();
  first = await verified(await write(at.maya, null), null);
  hers = await verified(await write(at.leo, first), first);
});
const listed = () => ({ hash: hers.hash, seq: 2, vault: wiki });

describe.each(['remove', 'disable', 'vault_revoke', 'lowered'] as const)(
  'a writer who is gone: %s',
  (how) => {
    let before: Head;
    beforeEach(async () => {
      before = at.chain.current.head;
      const { chain, maya, dana, leo } = at;
      if (how === 'remove' || how === 'disable') {
        await chain.write(dana, how, { heads: [listed()], member: leo.member });
      } else if (how === 'vault_revoke') {
        await chain.write(maya, how, { grantees: [{ member: leo.member }], head: listed(), vault: wiki });
      } else {
        const body = grantBody(wiki, { member: leo.member, role: 'reader' });
        await chain.write(maya, 'vault_grant', { ...body, head: listed() });
      }
    });

    it('names the vaults whose manifest has to be listed', async () => {
      const { payload } = mustBeOk(parseEvent(at.chain.events.at(-1) as Bytes));
      expect(vaultsToList(at.chain.current, payload)).toEqual([wiki]);
      const { payload: other } = mustBeOk(
        parseEvent(await at.chain.make(at.maya, 'settings_set', { set: {} })),
      );
      expect(vaultsToList(at.chain.current, other)).toEqual([]);
    });

    it('leaves valid what was written before', async () => {
      expect(await outcome(hers.bytes, first)).toBe('accepted');
      expect(await outcome(hers.bytes, null)).toBe('accepted');
    });

    it('writes nothing more, with whatever date (X17)', async () => {
      const { leo } = at;
      expect(await outcome(await write(leo, hers, before, 1), hers)).toBe('ledger_reference_wrong');
      expect(await outcome(await write(leo, hers, undefined, 1), hers)).not.toBe('accepted');
      // Nor in the place of what was listed.
      const otherwise = await write({ ...leo, name: 'Leo, otherwise' }, first, before, 1);
      expect(await outcome(otherwise, first)).toBe('manifest_moved');
    });

    it('is followed by others under a key the leaver does not hold (X5)', async () => {
      const { chain, maya } = at;
      const keeps = how === 'disable' || how === 'lowered';
      expect(await outcome(await write(maya, hers), hers)).toBe(keeps ? 'accepted' : 'epoch_stale');
      // What cites the time before was written before, and so belongs under what was listed.
      expect(await outcome(await write(maya, hers, before), hers)).toBe('ledger_reference_wrong');
      if (keeps) return;
      const change = [{ kind: 'put' as const, leaf: leafOf('New', 1, 1) }];
      expect(checkChanges(context(), maya.member, change, () => undefined)).toMatchObject({
        code: 'epoch_stale',
      });
      expect(
        checkNewManifest(context(), maya.member, { ...hers, payload: { ...hers.payload, by: maya.member } }),
      ).toMatchObject({
        code: 'epoch_stale',
      });
      await chain.write(maya, 'vault_rotate', rotation(wiki, 2));
      expect(await outcome(await write(maya, hers), hers)).toBe('accepted');
    });
  },
);

describe('a writer who is gone from a vault in which nobody had written', () => {
  it('writes nothing there, with whatever date (X17)', async () => {
    for (const how of ['remove', 'disable'] as const) {
      at = await team();
      const before = at.chain.current.head;
      const { chain, dana, leo, maya } = at;
      expect(await outcome(await write(leo, null), null)).toBe('accepted');
      await chain.write(dana, how, { heads: [], member: leo.member });
      expect(await outcome(await write(leo, null, before, 1), null)).toBe('signer_unknown');
      // Who is still there may have written meanwhile.
      expect(await outcome(await write(maya, null, before, 1), null)).toBe('accepted');
    }
  });
});
