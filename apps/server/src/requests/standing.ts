import {
  absent,
  type DenialCode,
  decide,
  explain,
  type FactorStrength,
  type Facts,
  factorStrengths,
  type InvitationFacts,
  keyLinkFactsOf,
  membershipFactsOf,
  type OperatorRules,
  organizationFactsOf,
  settingsFactsOf,
  unknown,
} from '@postern/access';
import type { AskedFor } from '@postern/contract';
import {
  findGrant,
  findInvitationByEmail,
  findMemberByAccount,
  findRights,
  findVault,
  hasPermission,
  invitationStanding,
  isActing,
  keyStandingOf,
  type LedgerEvent,
  type LedgerState,
  type Member,
  type Permission,
} from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import { parseAbout } from './about-text.ts';
import { askedOf, isVaultRight } from './asked-of.ts';
import type { RequestRow } from './queries.ts';

/**
 * Whether the denial that somebody asks about is what they are told right now. STRICTER: of the gate's denials only the
 * first, which the person has been told; whoever asks about another would learn of rules that they are not shown.
 */
export function mayBeAsked(
  { facts, ledger, member }: Pick<Gathered, 'facts' | 'ledger' | 'member'>,
  code: DenialCode,
  about: AskedFor | undefined,
): boolean {
  if (askedOf(code, about, member?.id) === undefined) return false;
  if (isOfResource(code)) {
    if (ledger === undefined || !isActing(member)) return false;
    // With other keys than these the gate says so, and that is asked about.
    if (
      code === 'relink_unproven' &&
      !(facts.keyLink.state === 'present' && facts.keyLink.link === 'linked')
    ) {
      return false;
    }
    return isLacking(ledger.state, member, code, about);
  }
  if (about !== undefined) return false;
  const decision = decide(facts);
  // Where the person alone can act, as an owner without a kit, there is nobody to ask.
  return !decision.ok && decision.code === gateCodeOf(code) && decision.fixers.some(isSomebodyElse);
}

/** Whether what a request is about still stands in its person's way, by the ledger as given. */
export function stillStands(
  state: LedgerState,
  rules: Pick<OperatorRules, 'suspended' | 'addressListOffUntilMs'>,
  row: RequestRow,
  nowMs: number,
): boolean {
  const code = row.code as DenialCode;
  if (isOfResource(code)) {
    const member = findMemberByAccount(state, row.account);
    // Who is outside the gate has not got what they asked for inside.
    if (!isActing(member)) return true;
    // Other keys than those that were asked for are in force by now.
    if (code === 'relink_unproven' && member.keys.generation !== row.generation) return false;
    return isLacking(state, member, code, parseAbout(row.about));
  }
  return standsAtGate(factsOfRow(state, rules, row, nowMs), code);
}

/** Whoever asked for an invitation to be sent again has what they asked for once it was. */
export function wasSentAgain(before: LedgerState, after: LedgerState, { code, email }: RequestRow): boolean {
  if (code !== 'invitation_pending' && code !== 'invitation_expired') return false;
  const now = findInvitationByEmail(after, email);
  return now?.status === 'open' && now.statusSeq !== findInvitationByEmail(before, email)?.statusSeq;
}

/**
 * Whoever asked to be linked by somebody who hears the words has what they asked for once a custodian has signed for that.
 * Whether the words were the right ones their own device alone can tell, and asks again where they were not.
 */
export function wasHeard(payloads: readonly LedgerEvent[], after: LedgerState, row: RequestRow): boolean {
  if (row.code !== 'relink_unproven') return false;
  const member = findMemberByAccount(after, row.account);
  return payloads.some(({ type, body }) => type === 'relink' && body.member === member?.id);
}

/**
 * Whether the check that a denial of the gate is of stands in the way, whatever comes before it. What cannot be told has
 * not passed, and nothing of a membership passes for somebody who is no member any more. An invitation that waits is not one
 * that is missing or has expired, so these are told apart by their codes.
 */
export function standsAtGate(facts: Facts, code: DenialCode): boolean {
  const wanted = gateCodeOf(code);
  const ofInvitation = wanted.startsWith('invitation_');
  if (!ofInvitation && facts.membership.state !== 'present') return true;
  return explain(facts).some(({ codes, outcome, denial }) => {
    if (outcome === 'blocked' && ofInvitation) return denial?.code === wanted;
    if (outcome !== 'blocked' && outcome !== 'unknown') return false;
    return (codes as readonly DenialCode[]).includes(wanted);
  });
}

/** Denials that are none of the gate's, which may let the person in. */
export function isOfResource(code: DenialCode): boolean {
  return (
    code === 'permission_missing' ||
    code === 'vault_not_shared' ||
    code === 'personal_vault_disabled' ||
    code === 'relink_unproven'
  );
}

/**
 * Whether an acting member lacks what is asked for. INVARIANT: read from the ledger, so that nobody asks for what they have
 * or for what is not there.
 */
export function isLacking(
  state: LedgerState,
  member: Member,
  code: DenialCode,
  about: AskedFor | undefined,
): boolean {
  // Only the person's own device can tell: what it says stands until a custodian has signed, or it takes it back.
  if (code === 'relink_unproven') return about === undefined && member.formerKeys.length > 0;
  if (code === 'personal_vault_disabled') {
    return about === undefined && !state.settings.personalVaults && member.personalVault === null;
  }
  if (about?.kind === 'permission') {
    return code === 'permission_missing' && !hasPermission(state, member.id, about.permission as Permission);
  }
  if (about?.kind !== 'vault') return false;
  const vault = findVault(state, about.vault);
  if (vault === undefined || vault.kind !== 'shared' || vault.archived) return false;
  const rights = findRights(state, member.id, vault.id);
  if (code === 'vault_not_shared') {
    // What was given and waits for its key is somebody else's to confirm, not to give.
    return about.right === undefined && rights === undefined && findGrant(vault, member.id) === undefined;
  }
  const { right } = about;
  return right !== undefined && isVaultRight(right) && rights !== undefined && !rights.has(right);
}

/**
 * The gate knows an invitation to another address only by its link: to who does not show it, they are not a member.
 */
export function gateCodeOf(code: DenialCode): DenialCode {
  return code === 'invitation_for_other_address' ? 'invitation_required' : code;
}

function isSomebodyElse(fixer: string): boolean {
  return fixer !== 'self' && fixer !== 'operator';
}

/** The gate's facts about a request's person, as they came when it was last asked, in the organization as it is given. */
function factsOfRow(
  state: LedgerState,
  rules: Pick<OperatorRules, 'suspended' | 'addressListOffUntilMs'>,
  row: RequestRow,
  nowMs: number,
): Facts {
  const found = findMemberByAccount(state, row.account);
  const member = found?.status === 'removed' ? undefined : found;
  const from = { address: row.client_address, clientVersion: row.client_version };
  return {
    request: { nowMs, door: 'use', signInAgeLimitMs: null },
    session: {
      state: 'present',
      accountId: row.account,
      authenticatedAtMs: row.authenticated_at_ms,
      // Whether they are still signed in is not what stands in the way.
      expiresAtMs: Number.MAX_SAFE_INTEGER,
      clientKind: row.client_kind,
      clientVersion: row.client_version,
      address: row.client_address,
      factorsUsed: strengthsIn(row.factors_used),
    },
    account: {
      state: 'present',
      email: row.email,
      factorsEnrolled: strengthsIn(row.factors_enrolled),
      keys: { state: 'present', generation: row.generation, resetBy: row.reset_by },
    },
    organization: organizationFactsOf(state, rules, member && row.account),
    membership:
      member === undefined
        ? absent
        : membershipFactsOf(state, member, { address: row.client_address, session: row.session, nowMs }),
    invitation: member === undefined ? invitationFactsOf(state, row.email, nowMs) : absent,
    settings: settingsFactsOf(state, rules, from, nowMs),
    keyLink:
      member === undefined ? unknown : keyLinkFactsOf(member, keyStandingOf(state, member, row.generation)),
  };
}

function invitationFactsOf(state: LedgerState, email: string, nowMs: number): InvitationFacts {
  const invitation = findInvitationByEmail(state, email);
  const standing = invitation && invitationStanding(state, invitation, nowMs);
  if (invitation === undefined || (standing !== 'open' && standing !== 'expired')) return absent;
  return {
    state: 'present',
    status: standing === 'open' ? 'waiting' : 'expired',
    expiresAtMs: invitation.expiresAtMs,
    forThisEmail: true,
  };
}

export function strengthsIn(text: string): FactorStrength[] {
  const named = text.split(',');
  return factorStrengths.filter((strength) => named.includes(strength));
}
