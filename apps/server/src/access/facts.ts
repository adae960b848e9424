import {
  absent,
  type Facts,
  factorStrengths,
  type MembershipFacts,
  type OrganizationFacts,
  type RequestFacts,
  type SettingsFacts,
  unknown,
} from '@postern/access';
import type { AccountId, OrganizationId } from '@postern/core';
import { findMemberByAccount, type LedgerState, type Member } from '@postern/ledger';
import { maxIdleMs, noteUse, type Session, sessionKeyOf, sessionOf } from '../account/session.ts';
import { sessionColumns } from '../account/tables.ts';
import type { FoldedLedger, FoldedLedgers } from '../organization/folded-ledgers.ts';
import type { Queries } from '../platform/db/database.ts';
import { prepareRead } from '../platform/db/prepare-read.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';

/** The organization that is asked for: by id in the API, by address when a page asks where it leads. */
export type Target = { readonly organization: OrganizationId } | { readonly address: string };

/** What the gate decides from, and what was read to know it. */
export interface Gathered {
  readonly facts: Facts;
  readonly session?: Session;
  /** The organization that was asked for, if there is one. INVARIANT: told to its members alone. */
  readonly target?: OrganizationId;
  /** Present for members alone. */
  readonly ledger?: FoldedLedger;
  readonly member?: Member;
}

/**
 * Gathers the facts about one request in one round trip: session, account, organization head and membership. An
 * organization that is not there and one that the account is not in are told apart by nothing that follows, the work
 * included (attack row X2). A ledger this process has not folded yet, or not so far, takes a second reading.
 *
 * INVARIANT: the index of memberships only says whose ledger is worth looking into; that somebody *is* a member, and
 * all else about them, is read from the ledger's state.
 */
export async function gatherFacts(
  platform: Platform,
  ledgers: FoldedLedgers,
  call: Call,
  target: Target,
  request: Omit<RequestFacts, 'nowMs'>,
  how: { readonly noteUse: boolean } = { noteUse: true },
): Promise<Gathered> {
  const nowMs = platform.clock.nowMs();
  const key = sessionKeyOf(platform, call);
  const row = key && (await findSessionAndHead(platform.db.kysely, key, target));
  const session = row && sessionOf(call, row);
  const facts: Facts = {
    request: { ...request, nowMs },
    session: absent,
    account: unknown,
    organization: absent,
    membership: absent,
    invitation: absent,
    settings: unknown,
    keyLink: unknown,
  };
  if (!session) return { facts };
  const noted = how.noteUse ? noteUse(platform, call, row) : undefined;
  if (noted) await noted;
  const { account } = session;
  const signedIn: Facts = {
    ...facts,
    session: {
      state: 'present',
      accountId: account,
      authenticatedAtMs: session.authenticatedAtMs,
      expiresAtMs: row.last_used_at_ms + maxIdleMs,
      clientKind: session.clientKind,
      clientVersion: session.clientVersion,
      address: session.address,
      factorsUsed: factorStrengths.filter((strength) => session.factorsGiven[strength] !== undefined),
    },
    account: {
      state: 'present',
      email: session.email,
      factorsEnrolled: session.factorsEnrolled,
      keys: unknown,
    },
  };
  const { organization, head_seq: seq, head_hash: hash, member: indexed } = row;
  if (organization === null || indexed === null || seq === null || hash === null) {
    return { facts: signedIn, session, ...(organization === null ? {} : { target: organization }) };
  }
  const head = { seq, hash };
  const ledger = ledgers.keptAt(organization, head) ?? (await ledgers.at(organization, head));
  const member = findMemberByAccount(ledger.state, account);
  if (member === undefined) return { facts: signedIn, session, target: organization };
  return {
    facts: {
      ...signedIn,
      organization: organizationFacts(ledger.state, account),
      membership: membershipFacts(ledger, member),
      settings: settingsFacts(ledger.state),
    },
    session,
    target: organization,
    ledger,
    member,
  };
}

type Key = NonNullable<ReturnType<typeof sessionKeyOf>>;

function findSessionAndHead(queries: Queries, { tokenHash, usedAfterMs }: Key, target: Target) {
  return 'address' in target
    ? readByAddress.first(queries, { tokenHash, usedAfterMs, wanted: target.address })
    : readById.first(queries, { tokenHash, usedAfterMs, wanted: target.organization });
}

const readByAddress = readSessionAndHead('organizations.address');
const readById = readSessionAndHead('organizations.id');

function readSessionAndHead(column: 'organizations.address' | 'organizations.id') {
  return prepareRead((queries, key: Key & { readonly wanted: string }) =>
    queries
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .leftJoin('organizations', (join) => join.on(column, '=', key.wanted as OrganizationId))
      .leftJoin('memberships', (join) =>
        join
          .onRef('memberships.organization', '=', 'organizations.id')
          .onRef('memberships.account', '=', 'sessions.account'),
      )
      .select([
        ...sessionColumns,
        'organizations.id as organization',
        'organizations.head_seq',
        'organizations.head_hash',
        'memberships.member',
      ])
      .where('sessions.token_hash', '=', key.tokenHash)
      .where('sessions.last_used_at_ms', '>', key.usedAfterMs),
  );
}

function organizationFacts(state: LedgerState, account: AccountId): OrganizationFacts {
  const others = Object.values(state.members).filter(
    (member) => member.custodian && member.status === 'active' && member.account !== account,
  );
  return {
    state: 'present',
    id: state.organization,
    suspended: false,
    kitConfirmedAtMs: state.recovery?.sinceMs ?? null,
    otherCustodians: others.length,
    otherCustodianNames: others.map((member) => member.email),
  };
}

function membershipFacts({ state, hashAt }: FoldedLedger, member: Member): MembershipFacts {
  return {
    state: 'present',
    memberId: member.id,
    status: member.status,
    isOwner: state.owner === member.id,
    isCustodian: member.custodian,
    sinceMs: member.sinceMs,
    endsAtMs: null,
    clientRules: { extension: null, app: null, cli: null },
    factorExemptUntilMs: null,
    statusEvent: hashAt(member.sinceSeq) ?? null,
    endsAtEvent: null,
    clientRulesEvent: null,
    factorExemptEvent: null,
  };
}

function settingsFacts({ settings }: LedgerState): SettingsFacts {
  return {
    state: 'present',
    sessionAgeMs: settings.sessionAgeMinutes * 60_000,
    addressAllowed: null,
    addressListOffUntilMs: null,
    clientsAllowed: { extension: true, app: true, cli: true },
    minimumClientVersion: null,
    clientIsOutdated: false,
    factorRule: null,
    addressListEvent: null,
    clientsAllowedEvent: null,
    minimumClientVersionEvent: null,
    factorRuleEvent: null,
  };
}
