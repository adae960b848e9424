import type { OrganizationAtReset } from '@postern/contract';
import type { AccountId } from '@postern/core';
import { findMemberByAccount, needOfNewKeys } from '@postern/ledger';
import type { Db } from '../platform/db/database.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { listOrganizationsOf } from './queries.ts';

/** An organization of an account, and which generation of the account's keys it knows. */
export interface KeyLinkStanding extends OrganizationAtReset {
  readonly generation: number;
}

/**
 * The organizations that an account is a member of, disabled and expired ones included: which generation of its keys each
 * knows, and what another generation would need there. Read from the ledgers; the index only says where to look.
 */
export async function keyLinksOf(
  db: Db,
  ledgers: FoldedLedgers,
  account: AccountId,
): Promise<readonly KeyLinkStanding[]> {
  const standings: KeyLinkStanding[] = [];
  for (const { id, head_seq: seq, head_hash: hash } of await listOrganizationsOf(db.kysely, account)) {
    const { state } = await ledgers.at(id, { seq, hash });
    const member = findMemberByAccount(state, account);
    if (member === undefined || member.status === 'removed') continue;
    const need = needOfNewKeys(state, member);
    standings.push({ ...need, helpers: [...need.helpers], generation: member.keys.generation });
  }
  return standings;
}
