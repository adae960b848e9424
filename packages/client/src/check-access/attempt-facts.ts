import {
  absent,
  type ClientKind,
  type FactorStrength,
  type Facts,
  type InvitationFacts,
  keyLinkFactsOf,
  type MembershipFacts,
  membershipFactsOf,
  type OperatorRules,
  organizationFactsOf,
  settingsFactsOf,
  unknown,
  untold,
} from '@postern/access';
import type { AccountId, SessionId } from '@postern/core';
import {
  findInvitationByEmail,
  type HashAt,
  invitationStanding,
  keyStandingOf,
  type LedgerState,
  type Member,
} from '@postern/ledger';

/** One attempt to enter, past or supposed. What is absent nobody told: it is never guessed. */
export interface AttemptAsked {
  readonly clientKind?: ClientKind | undefined;
  readonly clientVersion?: string | undefined;
  readonly address?: string | undefined;
  readonly session?: SessionId | undefined;
  /** Second factors given in the session. */
  readonly factorsUsed?: readonly FactorStrength[] | undefined;
  /** Second factors the account has. */
  readonly factorsEnrolled?: readonly FactorStrength[] | undefined;
  readonly authenticatedAtMs?: number | undefined;
  /** The account's keys that it came with; without it those are supposed that the ledger knows. */
  readonly keys?: { readonly generation: number; readonly resetBy: 'password' | 'phone' | null } | undefined;
  /** The moment at which it is judged. The rules are those of now. */
  readonly nowMs: number;
}

/** Whose attempt: a member, removed ones too, or the email address of somebody who is none. */
export type Asker = { readonly member: Member } | { readonly email: string };

/** What the operator has set, as far as the server told it. */
export type OperatorTold = Partial<Pick<OperatorRules, 'suspended' | 'addressListOffUntilMs'>> | undefined;

/**
 * The gate's facts about an attempt: what is about the organization out of the verified ledger, what is about the session
 * as told. Of somebody who is no member the rules are told too, which the server does not do: a fixer may know that an
 * invitation alone would not be enough.
 */
export function factsOfAttempt(
  state: LedgerState,
  hashAt: HashAt,
  who: Asker,
  attempt: AttemptAsked,
  operator: OperatorTold,
): Facts {
  const { nowMs, address, clientVersion, factorsEnrolled } = attempt;
  const member = 'member' in who ? who.member : undefined;
  const email = 'member' in who ? who.member.email : who.email;
  const rules = { suspended: untold, addressListOffUntilMs: untold, ...operator };
  const session = { address: address ?? '', clientVersion: clientVersion ?? '' };
  const settings = settingsFactsOf(state, rules, session, nowMs, hashAt);
  const inside = member !== undefined && member.status !== 'removed';
  return {
    request: { nowMs, door: 'use', signInAgeLimitMs: null },
    session: {
      state: 'present',
      // No check looks at it; of somebody who is no member it is not known.
      accountId: member?.account ?? ('' as AccountId),
      authenticatedAtMs: attempt.authenticatedAtMs ?? untold,
      // The question is about somebody who is signed in.
      expiresAtMs: Number.MAX_SAFE_INTEGER,
      clientKind: attempt.clientKind ?? untold,
      clientVersion: clientVersion ?? untold,
      address: address ?? untold,
      factorsUsed: attempt.factorsUsed ?? untold,
    },
    account:
      factorsEnrolled === undefined && attempt.keys === undefined
        ? unknown
        : {
            state: 'present',
            email,
            factorsEnrolled: factorsEnrolled ?? untold,
            keys: attempt.keys === undefined ? unknown : { state: 'present', ...attempt.keys },
          },
    organization: organizationFactsOf(state, rules, member?.account),
    membership: member === undefined ? absent : membershipOf(state, member, attempt, hashAt),
    invitation: inside ? absent : invitationFactsOf(state, email, nowMs),
    settings: settings.state !== 'present' ? settings : { ...settings, ...judgedOf(settings, attempt) },
    keyLink:
      member === undefined
        ? unknown
        : keyLinkFactsOf(member, keyStandingOf(state, member, attempt.keys?.generation), hashAt),
  };
}

/** An address of the member's own that counts for one session alone counts for no supposed one. */
function membershipOf(
  state: LedgerState,
  member: Member,
  { address, session, nowMs }: AttemptAsked,
  hashAt: HashAt,
): MembershipFacts {
  const from = { address: address ?? '', session: session ?? null, nowMs };
  const facts = membershipFactsOf(state, member, from, hashAt);
  return facts.state !== 'present' || address !== undefined ? facts : { ...facts, addressAllowed: untold };
}

/** What the settings say of address and version, open where nobody told these. */
function judgedOf(
  {
    addressAllowed,
    clientIsOutdated,
  }: { readonly addressAllowed: boolean | null; readonly clientIsOutdated: boolean },
  { address, clientVersion }: AttemptAsked,
) {
  return {
    addressAllowed: addressAllowed === null || address !== undefined ? addressAllowed : untold,
    clientIsOutdated: clientVersion === undefined ? untold : clientIsOutdated,
  };
}

/** The newest invitation to an address. One that was taken back, or whose sender may no longer invite, is none. */
function invitationFactsOf(state: LedgerState, email: string, nowMs: number): InvitationFacts {
  const invitation = findInvitationByEmail(state, email);
  const standing = invitation === undefined ? undefined : invitationStanding(state, invitation, nowMs);
  if (invitation === undefined || (standing !== 'open' && standing !== 'expired')) return absent;
  return {
    state: 'present',
    status: standing === 'open' ? 'waiting' : 'expired',
    expiresAtMs: invitation.expiresAtMs,
    forThisEmail: true,
  };
}
