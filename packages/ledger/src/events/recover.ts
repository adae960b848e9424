import { refuse } from '@postern/core';
import { z } from 'zod';
import type { LedgerRefusal } from '../codes.ts';
import type { Draft } from '../draft.ts';
import type { Incoming } from '../event-definition.ts';
import { ipRange, memberId, publicKeyEpoch, statement, vaultHeads } from '../event-shape.ts';
import { canWrite } from '../holding.ts';
import { findMember, type Member, type MemberAddress } from '../state.ts';
import { keysFromStatement } from './accounts.ts';
import { beginOrganizationKey, listHeads } from './losses.ts';
import { maxMemberAddresses } from './member-addresses.ts';
import { setAt } from './permission.ts';

/** How long the exemptions count that come with a recovery: a day to set the rest right. */
export const recoveryExemptionMs = 24 * 60 * 60 * 1000;

export const recoverBody = z.strictObject({
  exemptions: z.strictObject({
    /** Where the owner is now: one address, no network. */
    address: ipRange.refine((range) => !range.includes('/'), 'expected one address').nullable(),
    secondFactor: z.boolean(),
  }),
  /** Of the vaults that the owner could write, where the owner comes back with other keys. */
  heads: vaultHeads,
  member: memberId,
  organizationKey: publicKeyEpoch,
  statement,
});

/**
 * The owner is back under these keys and is the only custodian; what the other custodians hold counts no longer, until the
 * owner makes them custodians again. INVARIANT: signed by the recovery key and by nothing else, about the owner and nobody
 * else (attack row X13).
 */
export function applyRecover(
  draft: Draft,
  event: Incoming<z.infer<typeof recoverBody>>,
): LedgerRefusal | undefined {
  const { body, statement: next } = event;
  if (event.by !== 'recovery') return refuse('signer_unknown', { field: '/by' });
  const owner = findMember(draft.state, draft.state.owner);
  if (owner === undefined || owner.id !== body.member) return refuse('owner_only', { field: '/member' });
  if (next === null || next.account !== owner.account) {
    return refuse('statement_wrong', { field: '/statement' });
  }
  // An owner who lost custody alone comes back with the keys in force.
  const { keys } = owner;
  const same = next.hash === keys.statementHash;
  if (!same && next.generation <= keys.generation) {
    return refuse('generation_wrong', { field: '/statement', params: { expected: keys.generation + 1 } });
  }
  const writable = same
    ? []
    : Object.values(draft.state.vaults).filter((vault) => canWrite(draft.state, owner, vault));
  const unlisted = listHeads(draft, event, body.heads, (id) => writable.some((vault) => vault.id === id));
  if (unlisted) return unlisted;
  // What the keys of before sign from here on counts nowhere: whoever found them cannot go back behind this (row X17).
  for (const { id } of writable) draft.setFormerWriter(id, owner.id, event.seq);
  const moved = beginOrganizationKey(draft, event, body.organizationKey);
  if (moved) return moved;
  const since = setAt(event);
  for (const member of Object.values(draft.state.members)) {
    if (!member.custodian || member.id === owner.id) continue;
    draft.setMember({ ...member, custodian: false, setAt: { ...member.setAt, custodian: since } });
  }
  const { address, secondFactor } = body.exemptions;
  const untilMs = event.at + recoveryExemptionMs;
  draft.setMember({
    ...owner,
    link: 'linked',
    custodian: true,
    ...(same ? {} : { keys: keysFromStatement(next, event.seq), formerKeys: [...owner.formerKeys, keys] }),
    ...(address === null
      ? {}
      : {
          addresses: withAddress(owner, event.at, { range: address, session: null, setAt: since, untilMs }),
        }),
    ...(secondFactor ? { exemptUntilMs: untilMs } : {}),
    setAt: {
      ...owner.setAt,
      link: since,
      custodian: since,
      ...(address === null ? {} : { addresses: since }),
      ...(secondFactor ? { exemption: since } : {}),
    },
  });
  return undefined;
}

/** What is over goes; the oldest make room, for whoever stands before the door cannot tidy up first. */
function withAddress(owner: Member, atMs: number, added: MemberAddress): readonly MemberAddress[] {
  const current = owner.addresses.filter(({ untilMs }) => untilMs === null || untilMs > atMs);
  const own = current.find(({ range, session }) => range === added.range && session === null);
  if (own?.untilMs === null) return current;
  const kept = current.filter((one) => one !== own);
  return [...kept.slice(1 - maxMemberAddresses), added];
}
