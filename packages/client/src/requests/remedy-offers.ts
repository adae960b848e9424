import {
  askedAbout,
  type DenialCode,
  isKeyCode,
  isRelinkCode,
  type RemedyCode,
  remediesOfFixer,
} from '@postern/access';
import type { AttemptFacts } from '@postern/contract';
import type { MemberId, VaultId } from '@postern/core';
import type { KeyStatement } from '@postern/crypto';
import {
  findGrant,
  findInvitationByEmail,
  findVault,
  hasPermission,
  type LedgerState,
  type Member,
  type Permission,
  supposeEvents,
  type VaultRight,
  vaultsTouchedBy,
} from '@postern/ledger';
import type { CheckLine } from '../check-access/check-line.ts';
import type { AskedFor, RemedyChoice, RemedyOffer } from './port.ts';
import { type Helped, limitableOf, remedyEvent } from './remedy-event.ts';
import { offerForWords } from './word-remedies.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What is asked, and by whom, out of the verified ledger. */
export interface Asked {
  readonly code: DenialCode;
  readonly about: AskedFor | undefined;
  /** Absent for a helper who is not told of it. */
  readonly attempt: AttemptFacts | undefined;
  /** Absent for somebody who is not a member. */
  readonly member: Member | undefined;
  readonly email: string;
  readonly checks: readonly CheckLine[];
  /** What somebody asks to be linked anew under; absent where that is not what they ask. */
  readonly statement: KeyStatement | undefined;
}

/**
 * What `self` can do about every check that blocks and about what was refused inside, with why not where the ledger would
 * not take it: each remedy is drafted and tried on the reducer that every reader runs.
 */
export function remedyOffers(
  state: LedgerState,
  self: MemberId,
  asked: Asked,
  vaultName: (vault: VaultId) => string | undefined,
  nowMs: number,
): readonly RemedyOffer[] {
  const blocking = asked.checks.flatMap(({ outcome, denial }) =>
    outcome === 'blocked' && denial !== undefined ? [denial.code] : [],
  );
  const inside = ['permission_missing', 'vault_not_shared', 'personal_vault_disabled'].includes(asked.code);
  // Who is not told from where somebody came has no checks to go by; what was lost with the keys needs none.
  const codes = [
    ...new Set(
      inside || isKeyCode(asked.code) || isRelinkCode(asked.code) ? [...blocking, asked.code] : blocking,
    ),
  ];
  return codes.flatMap((code) =>
    remediesAgainst(code).flatMap((remedy) => {
      const offer = offerOf(state, self, asked, code, remedy, vaultName, nowMs);
      return offer === undefined ? [] : [offer];
    }),
  );
}

/** What others than the person can do about a code, by the catalogue. */
function remediesAgainst(code: DenialCode): readonly RemedyCode[] {
  return [...new Set(askedAbout(code).flatMap((fixer) => remediesOfFixer(code, fixer)))];
}

function offerOf(
  state: LedgerState,
  self: MemberId,
  asked: Asked,
  ends: DenialCode,
  remedy: RemedyCode,
  vaultName: (vault: VaultId) => string | undefined,
  nowMs: number,
): RemedyOffer | undefined {
  const { member, email, attempt, about } = asked;
  if (remedy === 'invite_member' || remedy === 'resend_invitation') {
    const invite = findInvitationByEmail(state, email);
    if (remedy === 'resend_invitation' && invite?.status !== 'open') return undefined;
    const refused = hasPermission(state, self, 'members.manage')
      ? undefined
      : ('permission_missing' as const);
    const effect = { email, ...(remedy === 'resend_invitation' && invite ? { invite: invite.id } : {}) };
    return { remedy, ends, effect, refused };
  }
  // Rules hold for members: somebody else has nothing that could be changed for them.
  if (member === undefined) return undefined;
  if (remedy === 'reinvite_member' || remedy === 'confirm_words') {
    const offer = offerForWords(state, self, member, asked.statement, remedy, nowMs);
    return offer && { ...offer, ends };
  }
  const choice = exampleChoice(remedy, state, asked, nowMs);
  if (choice === undefined) return undefined;
  const tried = tryRemedy(state, self, { member, attempt, about }, choice, nowMs);
  if (tried === 'not offered') return undefined;
  const effect = effectOf(state, asked, member, choice, vaultName, nowMs);
  return { remedy: choice.remedy, ends, effect, refused: tried };
}

/** The remedy with what a person would still choose filled in, to try it. */
function exampleChoice(
  remedy: RemedyCode,
  state: LedgerState,
  { about, attempt }: Asked,
  nowMs: number,
): RemedyChoice | undefined {
  switch (remedy) {
    case 'enable_member':
    case 'allow_address_once':
    case 'allow_address_for_a_day':
    case 'exempt_second_factor':
    case 'allow_personal_vaults':
      return { remedy };
    case 'lower_minimum_version':
      return state.settings.minimumClientVersion === null ? undefined : { remedy };
    case 'allow_client':
      return limitableOf(attempt) === undefined ? undefined : { remedy };
    case 'allow_address_always':
      return attempt && { remedy, label: attempt.address };
    case 'extend_member':
      return { remedy, endsAtMs: nowMs + 30 * dayMs };
    case 'share_vault':
      return about?.kind === 'vault' ? { remedy, vault: about.vault, given: 'reader' } : undefined;
    case 'grant_permission':
      if (about?.kind === 'permission') return { remedy, permission: about.permission as Permission };
      if (about?.right === undefined) return undefined;
      return { remedy, permission: about.right as VaultRight };
    default:
      return undefined;
  }
}

/** Why the ledger would not take a remedy from this member; `not offered` where it makes no sense for this person. */
function tryRemedy(
  state: LedgerState,
  self: MemberId,
  helped: Helped,
  choice: RemedyChoice,
  nowMs: number,
): RemedyOffer['refused'] | 'not offered' {
  if (helped.member.id === self) return 'not_for_yourself';
  const event = remedyEvent(state, helped, choice, nowMs);
  if (event === undefined) return 'not offered';
  const after = supposeEvents(state, self, [event], nowMs);
  if (after.ok) return undefined;
  if (after.code === 'permission_missing' || after.code === 'owner_only') return 'permission_missing';
  if (after.code === 'rights_not_covered') return 'rights_not_covered';
  if (choice.remedy !== 'share_vault' && choice.remedy !== 'grant_permission') return 'not offered';
  // Who is disabled or whose time is over is given a vault once they are back.
  const back = remedyEvent(state, helped, { remedy: 'enable_member' }, nowMs);
  const enabled = back && supposeEvents(state, self, [back, event], nowMs);
  return enabled?.ok ? undefined : 'not offered';
}

function effectOf(
  state: LedgerState,
  { email, attempt, about }: Asked,
  member: Member,
  { remedy }: RemedyChoice,
  vaultName: (vault: VaultId) => string | undefined,
  nowMs: number,
): RemedyOffer['effect'] {
  const address = attempt === undefined ? {} : { address: attempt.address };
  switch (remedy) {
    case 'enable_member':
      return {
        email,
        role: member.role,
        vaultCount: vaultsTouchedBy(state, member.id).length,
        groupCount: member.groups.length,
      };
    case 'extend_member':
      return { email, ...(member.endsAtMs === null ? {} : { endsAtMs: member.endsAtMs }) };
    case 'allow_address_once':
    case 'allow_address_for_a_day':
      return { email, ...address, untilMs: nowMs + dayMs };
    case 'allow_address_always':
      return { email, ...address };
    case 'allow_client':
      return { email, ...(attempt === undefined ? {} : { clientKind: attempt.clientKind }) };
    case 'exempt_second_factor':
      return { email, untilMs: nowMs + dayMs };
    case 'lower_minimum_version': {
      const formerVersion = state.settings.minimumClientVersion;
      return {
        email,
        ...(attempt === undefined ? {} : { version: attempt.clientVersion }),
        ...(formerVersion === null ? {} : { formerVersion }),
      };
    }
    case 'allow_personal_vaults':
    case 'reinvite_member':
    case 'confirm_words':
      return { email };
    case 'share_vault':
    case 'grant_permission': {
      if (about?.kind !== 'vault')
        return { email, ...(about === undefined ? {} : { permission: about.permission }) };
      const vault = findVault(state, about.vault);
      const grant = vault && findGrant(vault, member.id);
      const name = vaultName(about.vault);
      return {
        email,
        vault: about.vault,
        ...(name === undefined ? {} : { vaultName: name }),
        ...(about.right === undefined ? {} : { permission: about.right }),
        ...(grant === undefined ? {} : { given: grant.given }),
      };
    }
  }
}
