import { custodiansOf } from '@postern/access';
import { newId, type OrganizationId } from '@postern/core';
import type { Db } from '../platform/db/database.ts';
import { FoldedLedgers } from './folded-ledgers.ts';
import { insertOperatorAct, setOperatorRules } from './operator-queries.ts';
import type { Overseen } from './overseers.ts';
import { findByAddress } from './queries.ts';

/** What an operator can do to an organization, beside its ledger. */
export type OperatorAct =
  | { readonly act: 'suspended' | 'resumed' }
  | { readonly act: 'seats_set'; readonly seats: number | null }
  /** How much its vaults may take up on the server. */
  | { readonly act: 'storage_set'; readonly bytes: number | null }
  | { readonly act: 'address_list_lifted'; readonly untilMs: number };

/**
 * Does it and records it; undefined when no organization has the address. The running server heeds it with the next
 * request, and tells those who are connected within a second (`hear-operator.ts`).
 */
export async function actAsOperator(
  db: Db,
  address: string,
  act: OperatorAct,
  nowMs: number,
): Promise<Overseen | undefined> {
  const organization = await db.transaction(async (queries) => {
    const found = await findByAddress(queries, address);
    if (found === undefined) return undefined;
    await setOperatorRules(queries, found.id, columnsOf(act));
    await insertOperatorAct(queries, {
      id: newId(),
      organization: found.id,
      at_ms: nowMs,
      act: act.act,
      value: valueOfAct(act),
    });
    return found.id;
  });
  return organization && peopleOf(db, organization);
}

async function peopleOf(db: Db, organization: OrganizationId): Promise<Overseen> {
  const ledger = await new FoldedLedgers(db).current(organization);
  if (ledger === undefined) throw new Error('an organization without a ledger');
  // The owner is a custodian.
  return { name: ledger.state.name, tell: custodiansOf(ledger.state).map(({ email }) => email) };
}

function columnsOf(act: OperatorAct) {
  switch (act.act) {
    case 'suspended':
      return { suspended: 1 };
    case 'resumed':
      return { suspended: 0 };
    case 'seats_set':
      return { seats: act.seats };
    case 'storage_set':
      return { storage_limit_bytes: act.bytes };
    case 'address_list_lifted':
      return { address_list_off_until_ms: act.untilMs };
  }
}

function valueOfAct(act: OperatorAct): number | null {
  if (act.act === 'seats_set') return act.seats;
  if (act.act === 'storage_set') return act.bytes;
  return act.act === 'address_list_lifted' ? act.untilMs : null;
}
