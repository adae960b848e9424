import type { AccountId, OrganizationId } from '@postern/core';
import { covers, hasPermission, isActing } from './holding.ts';
import type { LedgerState, Member } from './state.ts';

/**
 * What a member who comes with other keys than the ledger knows would need. `nobody`: as things stand no one can let them in
 * until the owner comes with the recovery code. `abandon`: it was never set up, and holds nothing yet.
 */
export interface NeedOfNewKeys {
  readonly organization: OrganizationId;
  readonly name: string;
  readonly address: string;
  readonly role: 'owner' | 'custodian' | 'member';
  readonly need: 'invitation' | 'recovery_code' | 'recovery_code_or_invitation' | 'nobody' | 'abandon';
  /** Nobody else can hand every vault over, so that the recovery code is all that is left. */
  readonly isLastCustodian: boolean;
  /** Addresses of some who can let the member in again. */
  readonly helpers: readonly string[];
  /** The recovery kit to look for, where there is one. */
  readonly kit?: { readonly version: number; readonly madeAtMs: number };
}

const nobody: ReadonlySet<AccountId> = new Set();

/** So many who can help are named. */
const mostNamed = 12;

/**
 * From a verified ledger, so that the server at a reset and the member's own device say the same; less those of whom the
 * server alone knows that they began anew as well (`lost`): who may be the last is asked for the kit.
 */
export function needOfNewKeys(
  state: LedgerState,
  member: Member,
  lost: ReadonlySet<AccountId> = nobody,
): NeedOfNewKeys {
  const isOwner = state.owner === member.id;
  const helpers = whoMayLinkAgain(state, member, lost);
  const others = helpers.filter(({ custodian }) => custodian);
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

/**
 * Who may link a member anew, without the `lost`: custodians, and those whose rights cover the member's; for the owner and
 * custodians custodians alone.
 */
export function whoMayLinkAgain(
  state: LedgerState,
  member: Member,
  lost: ReadonlySet<AccountId> = nobody,
): readonly Member[] {
  const byCustodians = state.owner === member.id || member.custodian;
  return Object.values(state.members).filter(
    (one) =>
      one.id !== member.id &&
      isActing(one) &&
      !lost.has(one.account) &&
      (one.custodian ||
        (!byCustodians && hasPermission(state, one.id, 'members.manage') && covers(state, one.id, member))),
  );
}
