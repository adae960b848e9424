import { type OrganizationId, ok, type Result, refuse } from '@postern/core';
import { compareWithPin, type HashAt, type Head, type ServedChain } from '@postern/ledger';
import { checkOrganizationId } from './check-organization-id.ts';

export type LedgerStanding = 'same' | 'ahead' | 'behind';

/**
 * DEFENCE against another organization and against an older or another history of this one (attack rows BW09, X8, X12,
 * DL01): what is served must begin with the genesis whose hash is the organization's id, and must reach and agree with the
 * furthest head that this account has seen on any device. `behind` is what a restored backup looks like; `ledger_older`
 * when this device holds nothing to tell that from a fork by.
 */
export function judgeServedLedger(
  organization: OrganizationId,
  pin: Head | undefined,
  served: ServedChain,
  ownHashAt: HashAt,
): Result<LedgerStanding, 'ledger_fork' | 'ledger_older' | 'organization_unknown'> {
  const genesis = served.hashAt(0) as string | undefined;
  const identified = checkOrganizationId(organization, genesis as OrganizationId | undefined);
  if (!identified.ok) return identified;
  if (pin === undefined) return ok('ahead');
  const comparison = compareWithPin(pin, served, ownHashAt);
  if (comparison === 'fork') return refuse('ledger_fork');
  if (comparison === 'older') return refuse('ledger_older');
  return ok(comparison);
}
