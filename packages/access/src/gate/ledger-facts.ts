import type { AccountId, HashB64 } from '@postern/core';
import type { HashAt, KeyStanding, LedgerState, Member, SetAt } from '@postern/ledger';
import { isAddressAllowed } from './address-list.ts';
import { isClientOutdated } from './client-version.ts';
import type {
  FactorRule,
  KeyLinkFacts,
  MembershipFacts,
  OrganizationFacts,
  RuledClientKind,
  SettingsFacts,
} from './facts.ts';
import { type CameFrom, findOwnAddress } from './member-addresses.ts';

/**
 * The gate's facts that follow from a ledger: of the organization, a member and its settings. Pure, so that the server,
 * *Check access* and the impact preview decide by the same ones.
 */

/** What an operator sets beside the ledger, with the server's own command line. */
export interface OperatorRules {
  readonly suspended: boolean;
  /** `null`: no limit. */
  readonly seats: number | null;
  readonly addressListOffUntilMs: number | null;
}

const dayMs = 86_400_000;

export function organizationFactsOf(
  state: LedgerState,
  rules: Pick<OperatorRules, 'suspended'>,
  account: AccountId | undefined,
): OrganizationFacts {
  const custodians = custodiansOf(state);
  const others = custodians.some((member) => member.account === account)
    ? custodians.filter((member) => member.account !== account)
    : custodians;
  return {
    state: 'present',
    id: state.organization,
    suspended: rules.suspended,
    kitConfirmedAtMs: state.recovery?.sinceMs ?? null,
    otherCustodians: others.length,
    otherCustodianNames: others.map((member) => member.email),
  };
}

const custodianLists = new WeakMap<LedgerState['members'], readonly Member[]>();

/** Members who hold the organization key and can act. Looked for once per state of the members. */
export function custodiansOf({ members }: Pick<LedgerState, 'members'>): readonly Member[] {
  let list = custodianLists.get(members);
  if (list === undefined) {
    list = Object.values(members).filter(
      ({ custodian, status, link }) => custodian && status === 'active' && link === 'linked',
    );
    custodianLists.set(members, list);
  }
  return list;
}

/**
 * `from`: whose request it is; the addresses of the member's own are judged for it. `hashAt` names the events behind the
 * facts; without it they stay unnamed.
 */
export function membershipFactsOf(
  state: LedgerState,
  member: Member,
  from: CameFrom,
  hashAt?: HashAt,
): MembershipFacts {
  const { setAt } = member;
  const ownAddress = findOwnAddress(member, from);
  return {
    state: 'present',
    memberId: member.id,
    status: member.status,
    isOwner: state.owner === member.id,
    isCustodian: member.custodian,
    sinceMs: member.sinceMs,
    endsAtMs: member.endsAtMs,
    clientRules: clientRulesOf(member),
    factorExemptUntilMs: member.exemptUntilMs,
    addressAllowed: ownAddress !== undefined,
    statusEvent: hashAt?.(setAt.status?.seq ?? member.sinceSeq) ?? null,
    endsAtEvent: eventOf(setAt.end, hashAt),
    clientRulesEvent: eventOf(setAt.clients, hashAt),
    factorExemptEvent: eventOf(setAt.exemption, hashAt),
    addressEvent: eventOf(ownAddress?.setAt, hashAt),
  };
}

const noRules = Object.freeze({ extension: null, app: null, cli: null });

function clientRulesOf({ clients: { allowed, denied } }: Pick<Member, 'clients'>) {
  if (allowed.length + denied.length === 0) return noRules;
  const rule = (kind: RuledClientKind) =>
    denied.includes(kind) ? false : allowed.includes(kind) ? true : null;
  return { extension: rule('extension'), app: rule('app'), cli: rule('cli') };
}

/** `session`: whose request it is; the list of addresses and the minimum version are judged for it. */
export function settingsFactsOf(
  state: LedgerState,
  rules: Pick<OperatorRules, 'addressListOffUntilMs'>,
  session: { readonly address: string; readonly clientVersion: string },
  nowMs: number,
  hashAt?: HashAt,
): SettingsFacts {
  const { settings, settingsSetAt, addresses } = state;
  const { minimumClientVersion } = settings;
  return {
    state: 'present',
    sessionAgeMs: settings.sessionAgeMinutes * 60_000,
    addressAllowed: settings.addressListOn ? isAddressAllowed(addresses, session.address, nowMs) : null,
    addressListOffUntilMs: rules.addressListOffUntilMs,
    clientsAllowed: clientsAllowedOf(state),
    minimumClientVersion,
    clientIsOutdated: isClientOutdated(session.clientVersion, minimumClientVersion),
    factorRule: factorRuleOf(state),
    addressListEvent: eventOf(settingsSetAt.addressListOn, hashAt),
    clientsAllowedEvent: eventOf(settingsSetAt.clientsOff, hashAt),
    minimumClientVersionEvent: eventOf(settingsSetAt.minimumClientVersion, hashAt),
    factorRuleEvent: eventOf(settingsSetAt.secondFactor, hashAt),
  };
}

function clientsAllowedOf({ settings: { clientsOff } }: Pick<LedgerState, 'settings'>) {
  const allowed = (kind: RuledClientKind) => !clientsOff.includes(kind);
  return { extension: allowed('extension'), app: allowed('app'), cli: allowed('cli') };
}

/** The organization's rule about second factors, `null` where it asks for none. */
function factorRuleOf({ settings }: Pick<LedgerState, 'settings'>): FactorRule | null {
  const { secondFactor: level, secondFactorFromMs, secondFactorGraceDays } = settings;
  if (level === 'none') return null;
  return { level, fromMs: secondFactorFromMs ?? 0, graceMs: secondFactorGraceDays * dayMs };
}

/** How the keys of a session stand to those that the ledger knows of the member, as the ledger says it. */
export function keyLinkFactsOf(
  { setAt }: Pick<Member, 'setAt'>,
  { link, waits, helpers }: KeyStanding,
  hashAt?: HashAt,
): KeyLinkFacts {
  return { state: 'present', link, waits, helpers, linkEvent: eventOf(setAt.link, hashAt) };
}

function eventOf(setAt: SetAt | undefined, hashAt: HashAt | undefined): HashB64 | null {
  return setAt === undefined ? null : (hashAt?.(setAt.seq) ?? null);
}
