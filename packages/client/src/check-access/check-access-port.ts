import { type Attempt, readOperatorRules } from '@postern/contract';
import {
  type Email,
  type EntryId,
  ok,
  parseEmail,
  parseIpAddress,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import {
  findInvitationByEmail,
  findMember,
  findMemberByAccount,
  hasPermission,
  type LedgerState,
  type Member,
} from '@postern/ledger';
import { type Administered, readAdministered } from '../administration/administered.ts';
import { namesHere } from '../administration/names-here.ts';
import type { ClientCore } from '../client-core.ts';
import type { Asker, AttemptAsked, OperatorTold } from './attempt-facts.ts';
import { explainAttempt } from './explain-attempt.ts';
import { createAttemptsTold, keysAt, operatorAt, pastAttemptOf } from './past-attempts.ts';
import type { AskedAbout, CheckAccessPort, CheckedAccess, PastAttempt, SupposedAttempt } from './port.ts';
import { createRulesAt } from './rules-at.ts';
import { whoCanOpen } from './who-can-open.ts';

const minuteMs = 60_000;

/** Why somebody gets in or does not, and who can open what, of the entered organization. */
export function createCheckAccessPort(core: ClientCore): CheckAccessPort {
  const told = createAttemptsTold(core);
  const rulesAt = createRulesAt();

  /** What the ledger said at a moment, for {@link explainAttempt}. Where that cannot be had, what it says now. */
  const ledgerAt = async (administered: Administered, atMs: number) => {
    const { entered, state, events } = administered;
    const found = await rulesAt(state, events, () => entered.ledger.events(), atMs);
    const hashAt = (seq: number) => entered.ledger.known()?.hashAt(seq);
    return {
      ledger: { state: found?.state ?? state, hashAt, events },
      rules: found?.rules ?? ('now_instead' as const),
    };
  };

  const check = async (supposed: SupposedAttempt): Promise<Result<CheckedAccess>> => {
    const read = await readAsAsker(core);
    if (!read.ok) return read;
    const nowMs = core.clock.nowMs();
    const atMs = supposed.atMs ?? nowMs;
    const { ledger, rules } = await ledgerAt(read.value, atMs);
    const who = askerOf(ledger.state, read.value.state, supposed.who);
    if (!who.ok) return who;
    const given = supposed.address === undefined ? undefined : parseIpAddress(supposed.address.trim());
    if (supposed.address !== undefined && given === undefined) {
      return refuse('address_range_invalid', { field: '/address' });
    }
    const { organization } = read.value.entered;
    const attempts = await told.lately(organization);
    const theirs = attempts.ok ? attempts.value.filter((each) => isTheirs(who.value, each)) : [];
    const visits = theirs.map((each) => pastAttemptOf(read.value.state, each));
    const last = visits[0];
    const attempt = {
      clientKind: supposed.clientKind,
      clientVersion: versionOf(core, supposed, visits),
      address: given ?? last?.address,
      factorsUsed: factorsOf(supposed.factor),
      factorsEnrolled: theirs[0]?.factorsEnrolled,
      // What is supposed is that they sign in just then.
      authenticatedAtMs: atMs,
      nowMs: atMs,
      keys: keysSince(read.value, who.value, theirs[0]),
    } satisfies AttemptAsked;
    // Of a moment that is over, the server does not tell what its operator had set.
    const operator = atMs < nowMs - minuteMs ? undefined : await operatorNow(core, read.value);
    return ok({
      who: standingOf(ledger.state, who.value, atMs),
      clientKind: attempt.clientKind,
      clientVersion: attempt.clientVersion,
      address: attempt.address,
      addressKnownAtMs: given === undefined && last?.address !== undefined ? last.atMs : undefined,
      atMs,
      rules,
      ...explainAttempt(ledger, who.value, attempt, operator),
      attempt: undefined,
    });
  };

  const checkAttempt: CheckAccessPort['checkAttempt'] = async (record, wanted) => {
    const read = await readAsAsker(core);
    if (!read.ok) return read;
    const found = await told.one(read.value.entered.organization, record);
    if (!found.ok) return found;
    const past = found.value;
    const shown = pastAttemptOf(read.value.state, past);
    const atMs = wanted === 'then' ? past.atMs : core.clock.nowMs();
    const { ledger, rules } = await ledgerAt(read.value, atMs);
    const member = findMemberByAccount(ledger.state, past.account);
    const who: Asker = member === undefined ? { email: shown.email } : { member };
    const operator = wanted === 'then' ? operatorAt(past) : await operatorNow(core, read.value);
    const attempt: AttemptAsked = {
      ...past,
      clientVersion: shown.clientVersion,
      address: shown.address,
      // The same attempt made now would be as far from its sign-in as it was then.
      authenticatedAtMs: atMs - (past.atMs - past.authenticatedAtMs),
      nowMs: atMs,
      keys: wanted === 'then' && member !== undefined ? keysAt(past, member) : undefined,
    };
    return ok({
      who: standingOf(ledger.state, who, atMs),
      clientKind: shown.clientKind,
      clientVersion: shown.clientVersion,
      address: shown.address,
      addressKnownAtMs: undefined,
      atMs,
      rules,
      ...explainAttempt(ledger, who, attempt, operator),
      attempt: shown,
    });
  };

  return {
    check,
    checkAttempt,
    attempts: async () => {
      const read = await readAsAsker(core);
      if (!read.ok) return read;
      const attempts = await told.all(read.value.entered.organization);
      return attempts.ok ? ok(attempts.value.map((each) => pastAttemptOf(read.value.state, each))) : attempts;
    },
    vaults: async () => {
      const read = await readAsAsker(core);
      if (!read.ok) return read;
      const { state, setBy } = read.value;
      const { vaults } = await namesHere(read.value);
      return ok(
        Object.values(state.vaults)
          .map(({ id, kind, archived, epochs }) => ({
            vault: id,
            name: vaults.get(id) ?? '',
            kind,
            archived,
            made: setBy(epochs[0]?.fromSeq ?? 0),
          }))
          .sort((a, b) => Number(a.name === '') - Number(b.name === '') || a.name.localeCompare(b.name)),
      );
    },
    whoCanOpen: async (vault, entry) => {
      const read = await readAsAsker(core);
      if (!read.ok) return read;
      const found = whoCanOpen(read.value, vault, await namesHere(read.value));
      if (found === undefined) return refuse('not_found');
      return ok({ ...found, entry: entry && { id: entry, title: await titleOf(core, vault, entry) } });
    },
  };
}

/** The administered organization, for those who may ask about others. */
async function readAsAsker(core: ClientCore): Promise<Result<Administered>> {
  const read = await readAdministered(core);
  if (!read.ok) return read;
  const { state, self } = read.value;
  const may = (['members.manage', 'settings.manage', 'audit.read'] as const).some((permission) =>
    hasPermission(state, self, permission),
  );
  return may ? read : refuse('permission_missing', { params: { permission: 'members.manage' } });
}

/** Who is meant, as the rules of the moment knew them: somebody who came later was nobody then. */
function askerOf(state: LedgerState, current: LedgerState, who: AskedAbout): Result<Asker> {
  if ('member' in who) {
    const member = findMember(state, who.member);
    if (member !== undefined) return ok({ member });
    const later = findMember(current, who.member);
    return later === undefined ? refuse('member_not_found') : ok({ email: later.email });
  }
  const email = parseEmail(who.email);
  if (!email.ok) return email;
  const member = findMemberByEmail(state, email.value);
  return ok(member === undefined ? { email: email.value } : { member });
}

/** The member with an address: the one who is, else the one who was last. */
function findMemberByEmail(state: LedgerState, email: Email): Member | undefined {
  return Object.values(state.members)
    .filter((member) => member.email === email)
    .sort(
      (a, b) => Number(a.status === 'removed') - Number(b.status === 'removed') || b.sinceSeq - a.sinceSeq,
    )[0];
}

/** The keys that somebody last came with, unless others were linked since. */
function keysSince(
  { events }: Pick<Administered, 'events'>,
  who: Asker,
  last: Attempt | undefined,
): AttemptAsked['keys'] {
  if (!('member' in who) || last === undefined) return undefined;
  const linkedAtMs = events[who.member.keys.fromSeq]?.at ?? 0;
  return last.atMs > linkedAtMs ? keysAt(last, who.member) : undefined;
}

function isTheirs(who: Asker, attempt: Attempt): boolean {
  return 'member' in who ? attempt.account === who.member.account : attempt.email === who.email;
}

/** The web client is the one this server serves, which this page is; of others it is what they came with last. */
function versionOf(
  { accountCore: { identity } }: ClientCore,
  { clientKind }: SupposedAttempt,
  visits: readonly PastAttempt[],
): string | undefined {
  if (clientKind === 'web' && identity.kind === 'web') return identity.version;
  return visits.find((each) => each.clientKind === clientKind)?.clientVersion;
}

function factorsOf(factor: SupposedAttempt['factor']): AttemptAsked['factorsUsed'] {
  if (factor === undefined) return undefined;
  return factor === 'none' ? [] : [factor];
}

function standingOf(state: LedgerState, who: Asker, atMs: number): CheckedAccess['who'] {
  if ('member' in who && who.member.status !== 'removed') {
    const { email, id, status, endsAtMs } = who.member;
    // An end counts before anybody has noted it in the ledger.
    const isOver = status === 'active' && endsAtMs !== null && endsAtMs <= atMs;
    return { email, member: id, standing: isOver ? 'expired' : status };
  }
  const email = 'member' in who ? who.member.email : who.email;
  const member = 'member' in who ? who.member.id : undefined;
  const isInvited = findInvitationByEmail(state, email)?.status === 'open';
  return { email, member, standing: isInvited ? 'invited' : member === undefined ? 'stranger' : 'removed' };
}

/** What the operator has set now. Who is answered is inside, and so it is not suspended. */
async function operatorNow(core: ClientCore, { entered }: Administered): Promise<OperatorTold> {
  const rules = await core.api.call(readOperatorRules, { params: { organization: entered.organization } });
  if (!rules.ok) return undefined;
  return { suspended: false, addressListOffUntilMs: rules.value.addressListOffUntilMs };
}

async function titleOf(core: ClientCore, vault: VaultId, entry: EntryId): Promise<string> {
  const rows = await core.entered?.vaults?.port.listEntries({ kind: 'vault', vault }, '');
  return rows?.find((row) => row.entry === entry)?.title ?? '';
}
