import { custodiansOf } from '@postern/access';
import type { AccountId, Email } from '@postern/core';
import { findMemberByAccount } from '@postern/ledger';
import type { Db } from '../platform/db/database.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { listOrganizationsOf } from './membership-queries.ts';

/** An organization, and who is told of what happened there: the owner and the custodians. */
export interface Overseen {
  readonly name: string;
  readonly tell: readonly Email[];
}

/** The organizations that an account is a member of, each with who is told of it; the account's own person is left out. */
export async function overseersOf(
  db: Db,
  ledgers: FoldedLedgers,
  account: AccountId,
): Promise<readonly Overseen[]> {
  const overseen: Overseen[] = [];
  for (const { id, head_seq: seq, head_hash: hash } of await listOrganizationsOf(db.kysely, account)) {
    const { state } = await ledgers.at(id, { seq, hash });
    const member = findMemberByAccount(state, account);
    // The index only says where to look.
    if (member === undefined || member.status === 'removed') continue;
    // The owner is a custodian.
    const others = custodiansOf(state).filter((each) => each.account !== account);
    overseen.push({ name: state.name, tell: others.map(({ email }) => email) });
  }
  return overseen;
}
