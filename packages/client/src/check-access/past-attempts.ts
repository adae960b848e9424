import { type Attempt, listAttempts, readAttempt } from '@postern/contract';
import {
  type AccessRecordId,
  type OrganizationId,
  ok,
  parseEmail,
  parseIpAddress,
  type Result,
} from '@postern/core';
import { findMemberByAccount, type LedgerState, type Member } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { AttemptAsked, OperatorTold } from './attempt-facts.ts';
import type { PastAttempt } from './port.ts';

/** What the server told of past attempts. */
export interface AttemptsTold {
  /** Newest first. Refused with `permission_missing`, or while the server is away. */
  readonly all: (organization: OrganizationId) => Promise<Result<readonly Attempt[]>>;
  /** As told a moment ago, where it was: many checks ask one after another for where people came from last. */
  readonly lately: (organization: OrganizationId) => Promise<Result<readonly Attempt[]>>;
  readonly one: (organization: OrganizationId, record: AccessRecordId) => Promise<Result<Attempt>>;
}

const freshMs = 15_000;

export function createAttemptsTold(core: Pick<ClientCore, 'api' | 'clock'>): AttemptsTold {
  let kept:
    | { readonly of: OrganizationId; readonly atMs: number; readonly attempts: readonly Attempt[] }
    | undefined;
  const all: AttemptsTold['all'] = async (organization) => {
    const told = await core.api.call(listAttempts, { params: { organization } });
    if (!told.ok) return told;
    kept = { of: organization, atMs: core.clock.nowMs(), attempts: told.value.attempts };
    return ok(kept.attempts);
  };
  return {
    all,
    lately: async (organization) =>
      kept?.of === organization && core.clock.nowMs() - kept.atMs < freshMs
        ? ok(kept.attempts)
        : all(organization),
    one: async (organization, record) => {
      const listed =
        kept?.of === organization ? kept.attempts.find((each) => each.record === record) : undefined;
      return listed === undefined
        ? core.api.call(readAttempt, { params: { organization, record } })
        : ok(listed);
    },
  };
}

/**
 * A past attempt in people's words: whoever the ledger knows by this account is named by the ledger. DEFENCE against a
 * server that writes instructions where a name or an address belongs (attack row BW03): what has not their form is left
 * out.
 */
export function pastAttemptOf(state: LedgerState, attempt: Attempt): PastAttempt {
  const { record, atMs, clientKind, clientVersion, outcome, code, reference } = attempt;
  const member = findMemberByAccount(state, attempt.account);
  const told = parseEmail(attempt.email);
  return {
    record,
    atMs,
    email: member?.email ?? (told.ok ? told.value : ''),
    member: member?.id,
    clientKind,
    clientVersion: versionForm.test(clientVersion) ? clientVersion : undefined,
    address: parseIpAddress(attempt.address),
    outcome,
    code,
    reference,
  };
}

const versionForm = /^\d{1,5}(?:\.\d{1,5}){0,3}$/;

/**
 * What the operator had set when an attempt came, as far as what became of it says so: whoever got past a check was not
 * stopped by it. The rest is not told.
 */
export function operatorAt({ outcome, code }: Pick<Attempt, 'outcome' | 'code'>): OperatorTold {
  if (outcome === 'denied' && (code === undefined || beforeService.has(code))) return undefined;
  return {
    suspended: code === 'organization_suspended',
    // Refused by the list: it was not lifted. Whether it was for anybody else, nothing says.
    ...(code === 'ip_not_allowed' ? { addressListOffUntilMs: null } : {}),
  };
}

/**
 * Which keys a past attempt came with, as far as its denial says so: `undefined` for those that the ledger knew, which is
 * what is supposed of every other.
 */
export function keysAt(
  { code }: Pick<Attempt, 'code'>,
  { keys: { generation } }: Pick<Member, 'keys'>,
): AttemptAsked['keys'] {
  switch (code) {
    case 'phone_unpaired':
      return { generation: generation + 1, resetBy: 'phone' };
    case 'recovery_code_required':
    case 'recovery_code_or_invitation_required':
    case 'relink_required':
      return { generation: generation + 1, resetBy: 'password' };
    default:
      return undefined;
  }
}

/** Denials that come before the check of the operator's suspension, and the one that says nothing. */
const beforeService: ReadonlySet<string> = new Set([
  'sign_in_required',
  'invitation_required',
  'invitation_pending',
  'invitation_expired',
  'invitation_for_other_address',
  'check_failed',
]);
