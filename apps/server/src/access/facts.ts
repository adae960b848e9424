import {
  type AccountKeyFacts,
  absent,
  type Facts,
  factorStrengths,
  type InvitationFacts,
  type KnownSession,
  keyLinkFactsOf,
  membershipFactsOf,
  type OperatorRules,
  type OrganizationFacts,
  organizationFactsOf,
  type RequestFacts,
  type SessionFacts,
  settingsFactsOf,
  unknown,
} from '@postern/access';
import type { AccountId, OrganizationId } from '@postern/core';
import {
  findInvitation,
  findMemberByAccount,
  invitationStanding,
  type KeyStanding,
  keyStandingOf,
  type LedgerState,
  type Member,
} from '@postern/ledger';
import { factorsGivenOf, parseStrengths } from '../account/factor-columns.ts';
import { waitingGenerationsOf } from '../account/generation-queries.ts';
import { generationKnownAs } from '../account/known-keys.ts';
import {
  maxIdleMs,
  noteUse,
  type Session,
  sessionAtDoorOf,
  sessionKeyOf,
  sessionOf,
} from '../account/session.ts';
import { type GenerationCause, sessionColumns } from '../account/tables.ts';
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
  /** What the operator has set for it. */
  readonly rules?: OperatorRules;
}

/**
 * Gathers the facts about one request in one round trip: session, account, organization head, membership, an invitation
 * to the account's address, and what the operator has set. An
 * organization that is not there and one that the account is not in are told apart by nothing that follows, the work
 * included (attack row X2). A ledger this process has not folded yet, or not so far, takes a second reading.
 *
 * INVARIANT: the indexes of memberships and invitations only say whose ledger is worth looking into; that somebody *is* a
 * member or invited, and all else about them, is read from the ledger's state.
 */
export async function gatherFacts(
  platform: Platform,
  ledgers: FoldedLedgers,
  call: Call,
  target: Target,
  request: Omit<RequestFacts, 'nowMs'>,
  /** `atDoor`: a session at the owner's door counts, too. */
  how: { readonly noteUse: boolean; readonly atDoor?: boolean } = { noteUse: true },
): Promise<Gathered> {
  const nowMs = platform.clock.nowMs();
  const key = sessionKeyOf(platform, call);
  const row = key && (await findSessionAndHead(platform.db.kysely, key, target));
  const session = row && (how.atDoor === true ? sessionAtDoorOf(platform, call, row) : sessionOf(call, row));
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
  const signedIn = {
    ...facts,
    session: sessionFactsOf(session, row.last_used_at_ms),
    account: {
      state: 'present',
      email: session.email,
      factorsEnrolled: session.factorsEnrolled,
      keys: unknown,
    },
  } satisfies Facts;
  const { organization, head_seq: seq, head_hash: hash, member: indexed, invite } = row;
  const stranger = { facts: signedIn, session, ...(organization === null ? {} : { target: organization }) };
  if (organization === null || seq === null || hash === null) return stranger;
  if (indexed === null && invite === null) return stranger;
  const head = { seq, hash };
  const ledger = ledgers.keptAt(organization, head) ?? (await ledgers.at(organization, head));
  const { state, hashAt } = ledger;
  const rules = operatorRulesOf(row);
  const found = findMemberByAccount(state, session.account);
  const member = found?.status === 'removed' ? undefined : found;
  if (member === undefined) {
    const invitation = invitationFactsOf(state, invite, session.email, nowMs);
    if (invitation.state !== 'present') return stranger;
    const invited = { ...signedIn, organization: organizationFactsOf(state, rules, undefined), invitation };
    return { facts: invited, session, target: organization };
  }
  const generation = generationKnownAs(session, member.keys.generation);
  const keys = keyStandingOf(state, member, generation);
  const known = organizationFactsOf(state, rules, session.account);
  const names = await withoutThoseShutOut(platform.db.kysely, state, known, keys);
  return {
    facts: {
      ...signedIn,
      account: { ...signedIn.account, keys: keyFactsOf({ generation }, row) },
      organization: names.organization,
      membership: membershipFactsOf(
        state,
        member,
        { address: session.address, session: session.id, nowMs },
        hashAt,
      ),
      settings: settingsFactsOf(state, rules, session, nowMs, hashAt),
      keyLink: keyLinkFactsOf(member, names.keys, hashAt),
    },
    session,
    target: organization,
    ledger,
    member,
    rules,
  };
}

/**
 * Where somebody has to let the member in: nobody is named who waits to be let in too, which the ledger does not hear of. Who
 * counts as a custodian stays as it is, for they may still come back with the keys in force.
 */
async function withoutThoseShutOut(
  queries: Queries,
  { members }: LedgerState,
  organization: OrganizationFacts,
  keys: KeyStanding,
): Promise<{ readonly organization: OrganizationFacts; readonly keys: KeyStanding }> {
  if ((keys.link === 'linked' && !keys.waits) || organization.state !== 'present')
    return { organization, keys };
  const named = new Set<string>([...organization.otherCustodianNames, ...keys.helpers]);
  const helpers = Object.values(members).filter(({ email }) => named.has(email));
  const waiting = await waitingGenerationsOf(
    queries,
    helpers.map(({ account }) => account),
  );
  const shutOut = new Set<string>(
    helpers.flatMap((one) => ((waiting.get(one.account) ?? 0) > one.keys.generation ? [one.email] : [])),
  );
  return {
    organization: {
      ...organization,
      otherCustodianNames: organization.otherCustodianNames.filter((email) => !shutOut.has(email)),
    },
    keys: { ...keys, helpers: keys.helpers.filter((email) => !shutOut.has(email)) },
  };
}

/** What the gate knows of the keys of a session: their generation, and what began it where it is one that waits. */
function keyFactsOf(
  { generation }: Pick<Session, 'generation'>,
  waiting: { readonly waiting_generation: number | null; readonly waiting_cause: GenerationCause | null },
): AccountKeyFacts {
  const isWaiting = waiting.waiting_generation === generation;
  return { state: 'present', generation, resetBy: isWaiting ? waiting.waiting_cause : null };
}

/** What the gate knows of a session. `usedAtMs`: when it was last used. */
function sessionFactsOf(
  session: Pick<
    Session,
    'account' | 'authenticatedAtMs' | 'clientKind' | 'clientVersion' | 'address' | 'factorsGiven'
  >,
  usedAtMs: number,
): SessionFacts {
  return {
    state: 'present',
    accountId: session.account,
    authenticatedAtMs: session.authenticatedAtMs,
    expiresAtMs: usedAtMs + maxIdleMs,
    clientKind: session.clientKind,
    clientVersion: session.clientVersion,
    address: session.address,
    factorsUsed: factorStrengths.filter((strength) => session.factorsGiven[strength] !== undefined),
  };
}

/** The columns of an organization that its operator sets. */
function operatorRulesOf(row: {
  readonly suspended: number | null;
  readonly seats: number | null;
  readonly address_list_off_until_ms: number | null;
}): OperatorRules {
  return {
    suspended: row.suspended === 1,
    seats: row.seats,
    addressListOffUntilMs: row.address_list_off_until_ms,
  };
}

/**
 * The invitation that the index names, as the ledger has it. One that was taken back, or whose sender may no longer
 * invite, is none.
 */
function invitationFactsOf(
  state: LedgerState,
  invite: string | null,
  email: string,
  nowMs: number,
): InvitationFacts {
  const invitation = invite === null ? undefined : findInvitation(state, invite);
  if (invitation === undefined || invitation.email !== email) return absent;
  const standing = invitationStanding(state, invitation, nowMs);
  if (standing !== 'open' && standing !== 'expired') return absent;
  return {
    state: 'present',
    status: standing === 'open' ? 'waiting' : 'expired',
    expiresAtMs: invitation.expiresAtMs,
    forThisEmail: true,
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
      .leftJoin('pending_generations', 'pending_generations.account', 'sessions.account')
      .leftJoin('organizations', (join) => join.on(column, '=', key.wanted as OrganizationId))
      .leftJoin('memberships', (join) =>
        join
          .onRef('memberships.organization', '=', 'organizations.id')
          .onRef('memberships.account', '=', 'sessions.account'),
      )
      .leftJoin('invited_addresses', (join) =>
        join
          .onRef('invited_addresses.organization', '=', 'organizations.id')
          .onRef('invited_addresses.email', '=', 'accounts.email'),
      )
      .select([
        ...sessionColumns,
        'organizations.id as organization',
        'organizations.head_seq',
        'organizations.head_hash',
        'organizations.suspended',
        'organizations.seats',
        'organizations.address_list_off_until_ms',
        'pending_generations.generation as waiting_generation',
        'pending_generations.cause as waiting_cause',
        'memberships.member',
        'invited_addresses.invite',
      ])
      .where('sessions.token_hash', '=', key.tokenHash)
      .where('sessions.last_used_at_ms', '>', key.usedAfterMs),
  );
}

/** The sessions of some accounts that are not over, as the gate would see each at its last use. */
export async function listSessionFacts(
  queries: Queries,
  accounts: readonly AccountId[],
  nowMs: number,
): Promise<ReadonlyMap<AccountId, readonly KnownSession[]>> {
  const found = new Map<AccountId, KnownSession[]>();
  if (accounts.length === 0) return found;
  const rows = await queries
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account')
    .select([...sessionColumns, 'sessions.address'])
    .where('sessions.account', 'in', accounts)
    // Those at the owner's door are let in nowhere.
    .where('sessions.scope', '=', 'full')
    .where('sessions.last_used_at_ms', '>', nowMs - maxIdleMs)
    .execute();
  for (const row of rows) {
    const { account, email } = row;
    const factorsEnrolled = parseStrengths(row.factors_enrolled);
    const session = sessionFactsOf(
      {
        account,
        clientKind: row.client_kind,
        clientVersion: row.client_version,
        address: row.address,
        authenticatedAtMs: row.authenticated_at_ms,
        factorsGiven: factorsGivenOf(row),
      },
      row.last_used_at_ms,
    );
    const known = {
      id: row.id,
      session,
      account: { state: 'present' as const, email, factorsEnrolled, keys: unknown },
    };
    found.set(account, [...(found.get(account) ?? []), known]);
  }
  return found;
}
