import type { OrganizationAtReset } from '@postern/contract';
import type { AccountId } from '@postern/core';
import { findMemberByAccount, type LedgerState, needOfNewKeys } from '@postern/ledger';
import { waitingGenerationsOf } from '../account/generation-queries.ts';
import type { Db } from '../platform/db/database.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { listOrganizationsOf } from './membership-queries.ts';

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
    const need = needOfNewKeys(state, member, await whoLostTheirs(db, state, account));
    standings.push({ ...need, helpers: [...need.helpers], generation: member.keys.generation });
  }
  return standings;
}

/** Of those who could let the account in again, who began anew and waits to be let in: nobody counts on them meanwhile. */
async function whoLostTheirs(
  db: Db,
  { members }: LedgerState,
  account: AccountId,
): Promise<ReadonlySet<AccountId>> {
  const helpers = Object.values(members).filter(
    (one) =>
      one.account !== account && (one.custodian || one.role !== 'member' || one.permissions.length > 0),
  );
  const waiting = await waitingGenerationsOf(
    db.kysely,
    helpers.map((one) => one.account),
  );
  const lost = helpers.filter((one) => (waiting.get(one.account) ?? 0) > one.keys.generation);
  return new Set(lost.map((one) => one.account));
}
