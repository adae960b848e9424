import { refuse, toBase64Url } from '@postern/core';
import type { KeyStatement } from '@postern/crypto/public';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import { type Incoming, implemented } from '../event-definition.ts';
import { publicKeyEpoch, statement, vaultHeads } from '../event-shape.ts';
import { canWrite, holdsGroupKey, holdsVaultKey } from '../holding.ts';
import { findMember, type Member, type MemberKeys } from '../state.ts';
import { beginOrganizationKey, listHeads, makeGroupStale, makeVaultStale } from './losses.ts';
import { signingMember } from './permission.ts';
import { withRefused } from './refused-statements.ts';

const rekey = z.strictObject({
  /** Of the vaults that the member can write. */
  heads: vaultHeads,
  /** The next organization key, where the member has custody; null for everybody else. */
  organizationKey: publicKeyEpoch.nullable(),
  statement,
});

export const accountEvents = {
  /**
   * Signed by the generation that ends; the statement is signed by the one that begins, so both vouch. The member stays who
   * the member is, and every key that the old generation could open is stale: whoever else came by its private keys opens
   * nothing that is sealed later, and signs nothing more (attack rows X15, X17). INVARIANT: neither a stolen old key alone
   * nor a self-made new one replaces a member's keys unseen: the event stands in everybody's chain.
   */
  rekey: implemented(rekey, applyRekey),
};

function applyRekey(draft: Draft, event: Incoming<z.infer<typeof rekey>>): LedgerRefusal | undefined {
  const { body, statement: next } = event;
  const by = signingMember(event);
  const member = by === null ? undefined : findMember(draft.state, by);
  if (member === undefined) return refuse('signer_unknown');
  const unfit = checkNext(member, next);
  if (unfit) return unfit;
  if (member.custodian !== (body.organizationKey !== null)) {
    return refuse(member.custodian ? 'wrong_epoch' : 'rights_not_covered', { field: '/organizationKey' });
  }
  const vaults = Object.values(draft.state.vaults);
  const writable = vaults.filter((vault) => canWrite(draft.state, member, vault)).map(({ id }) => id);
  const unlisted = listHeads(draft, event, body.heads, (id) => writable.includes(id));
  if (unlisted) return unlisted;
  for (const id of writable) draft.setFormerWriter(id, member.id, event.seq);
  for (const { id } of vaults) {
    if (holdsVaultKey(draft.state, member.id, id)) makeVaultStale(draft, id, event.seq);
  }
  for (const { id } of Object.values(draft.state.groups)) {
    if (holdsGroupKey(draft.state, member.id, id)) makeGroupStale(draft, id, event.seq);
  }
  const moved = body.organizationKey && beginOrganizationKey(draft, event, body.organizationKey);
  if (moved) return moved;
  draft.setMember({
    ...member,
    keys: keysFromStatement(next as KeyStatement, event.seq),
    formerKeys: [...member.formerKeys, member.keys],
    // Somebody else may have them: no words bring them back.
    refusedStatements: withRefused(member, member.keys.statementHash),
  });
  return undefined;
}

/** Of this account, and after the statement in force; the next one names that by its hash. */
function checkNext({ account, keys }: Member, next: KeyStatement | null): LedgerRefusal | undefined {
  const field = '/statement';
  if (next === null || next.account !== account) return refuse('statement_wrong', { field });
  // Who replaced keys twice before this ledger could hear of the first time comes with a later one.
  const follows =
    next.generation > keys.generation + 1 ||
    (next.generation === keys.generation + 1 && next.previous === keys.statementHash);
  return follows
    ? undefined
    : refuse('generation_wrong', { field, params: { expected: keys.generation + 1 } });
}

/** A verified statement's keys, in force from the event at `fromSeq`. */
export function keysFromStatement(verified: KeyStatement, fromSeq: number): MemberKeys {
  return {
    generation: verified.generation,
    statementHash: verified.hash,
    signingKeyB64: toBase64Url(verified.signingKey),
    sealingKeyB64: toBase64Url(verified.sealingKey),
    fromSeq,
  };
}
