import { custodiansOf } from '@postern/access';
import type { OrganizationAtReset } from '@postern/contract';
import type { AccountId } from '@postern/core';
import {
  covers,
  findMemberByAccount,
  hasPermission,
  isActing,
  type LedgerState,
  type Member,
} from '@postern/ledger';
import type { Db } from '../platform/db/database.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { listOrganizationsOf } from './queries.ts';

/** An organization of an account, and which generation of the account's keys it knows. */
export interface KeyLinkStanding extends OrganizationAtReset {
  readonly generation: number;
}

/** So many who can help are named. */
const mostNamed = 12;

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
    standings.push({ ...standingOf(state, member), generation: member.keys.generation });
  }
  return standings;
}

function standingOf(state: LedgerState, member: Member): OrganizationAtReset {
  const isOwner = state.owner === member.id;
  const others = custodiansOf(state).filter(({ id }) => id !== member.id);
  const helpers = isOwner || member.custodian ? others : thoseWhoLinkAgain(state, member);
  const { recovery } = state;
  return {
    organization: state.organization,
    name: state.name,
    address: state.address,
    role: isOwner ? 'owner' : member.custodian ? 'custodian' : 'member',
    need: isOwner
      ? recovery === null
        ? 'abandon'
        : others.length > 0
          ? 'recovery_code_or_invitation'
          : 'recovery_code'
      : helpers.length > 0
        ? 'invitation'
        : 'nobody',
    isLastCustodian: member.custodian && others.length === 0,
    helpers: helpers.slice(0, mostNamed).map(({ email }) => email),
    ...(recovery === null ? {} : { kit: { version: recovery.version, madeAtMs: recovery.sinceMs } }),
  };
}

/** Who may let a member in again: custodians, and those whose rights cover the member's. */
function thoseWhoLinkAgain(state: LedgerState, member: Member): readonly Member[] {
  return Object.values(state.members).filter(
    (one) =>
      one.id !== member.id &&
      isActing(one) &&
      one.link === 'linked' &&
      (one.custodian || (hasPermission(state, one.id, 'members.manage') && covers(state, one.id, member))),
  );
}
