import {
  checkFailed,
  type Decision,
  type Denied,
  decide,
  type Facts,
  type OperatorRules,
  type RequestFacts,
} from '@postern/access';
import { type OrganizationId, ok, refuse } from '@postern/core';
import type { HashAt, LedgerState, Member } from '@postern/ledger';
import { recordEntry } from '../access-log/record-entry.ts';
import type { Session } from '../account/session.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import type { Guard } from '../platform/http/bind-endpoint.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { type Gathered, gatherFacts } from './facts.ts';
import { recordDenial } from './record-denial.ts';

/** Who passed the gate: a session, the member it is, and the organization as its ledger stands at this request. */
export interface OrganizationCaller {
  readonly session: Session;
  readonly member: Member;
  readonly state: LedgerState;
  readonly hashAt: HashAt;
  /** What the operator has set for the organization. */
  readonly rules: OperatorRules;
  /** What the gate decided from. */
  readonly facts: Facts;
}

/**
 * `use`: everything inside. `set_up`: what the owner needs to make and confirm the first recovery kit, and so open
 * while that is pending: reading the ledger and the sealed keys, and appending to the ledger, where until then nothing
 * but the recovery key is accepted (`judge-events.ts`). Every endpoint says which of the two it is when it is bound.
 */
export type Door = Extract<RequestFacts['door'], 'use' | 'set_up'>;

/**
 * INVARIANT: the only enforcement point. Every endpoint with `access: 'organization'` is bound with this guard, which
 * asks the gate before a byte of the body is read.
 */
export function organizationGuard(
  platform: Platform,
  ledgers: FoldedLedgers,
  door: Door = 'use',
): Guard<OrganizationCaller> {
  return {
    access: 'organization',
    admit: async (call, params) => {
      const organization = params.organization as OrganizationId;
      const gathered = await gatherFacts(platform, ledgers, call, { organization }, requestFor(door));
      const decision = decideOn(gathered);
      if (decision.ok) {
        const caller = callerOf(gathered);
        const recorded = recordEntry(platform, organization, caller.session, caller.member);
        if (recorded) await recorded;
        return ok(caller);
      }
      await recordDenial(platform, call, gathered, decision, organization);
      return refuse(decision.code, { params: decision.params });
    },
  };
}

/**
 * Whether a request that was let in would be let in now: what an open stream asks after every change. It neither counts
 * as a use of the session nor as a denial in the log.
 */
export async function askAgain(
  platform: Platform,
  ledgers: FoldedLedgers,
  call: Call,
  organization: OrganizationId,
): Promise<OrganizationCaller | Denied> {
  const how = { noteUse: false };
  const gathered = await gatherFacts(platform, ledgers, call, { organization }, requestFor('use'), how);
  const decision = decideOn(gathered);
  return decision.ok ? callerOf(gathered) : decision;
}

export function requestFor(door: Door): Omit<RequestFacts, 'nowMs'> {
  return { door, signInAgeLimitMs: null };
}

/** The gate's decision. STRICTER: an allowance without session, ledger and member would be ours to explain. */
function decideOn(gathered: Gathered): Decision {
  const decision = decide(gathered.facts);
  const complete = gathered.session && gathered.ledger && gathered.member && gathered.rules;
  return decision.ok && !complete ? checkFailed : decision;
}

function callerOf({ session, ledger, member, rules, facts }: Gathered): OrganizationCaller {
  if (!session || !ledger || !member || !rules)
    throw new Error('the gate let in somebody it knows nothing of');
  return { session, member, state: ledger.state, hashAt: ledger.hashAt, rules, facts };
}
