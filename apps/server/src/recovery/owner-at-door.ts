import { custodiansOf, decide, denyPlainly } from '@postern/access';
import { ok, type Result, refuse } from '@postern/core';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import type { Gathered } from '../access/facts.ts';
import { recordDenial } from '../access/record-denial.ts';
import { networkOf } from '../account/attempt-limits.ts';
import { handMailOver } from '../account/mailed-code.ts';
import type { Session } from '../account/session.ts';
import type { FoldedLedger } from '../organization/folded-ledgers.ts';
import type { Call } from '../platform/http/call.ts';
import { recoveryTried } from '../platform/mail/recovery-mails.ts';
import type { Platform } from '../platform/platform.ts';

/** The owner of an organization, at its door. */
export interface OwnerAtDoor {
  readonly session: Session;
  readonly member: Member;
  readonly ledger: FoldedLedger;
}

const mailedForSeconds = 3600;

/**
 * The owner who asked, or `recovery_denied` for everybody else: a stranger, a member and an address that nobody has are
 * answered in the same bytes (attack row X2). A member who tries is in the organization's log, and its custodians get a mail.
 */
export async function ownerAtDoor(
  platform: Platform,
  call: Call,
  gathered: Gathered,
  address: string,
): Promise<Result<OwnerAtDoor, 'recovery_denied'>> {
  const { session, member, ledger, facts } = gathered;
  if (session === undefined) throw new Error('the owner’s door was asked without a session');
  const { membership } = facts;
  const isOwner = membership.state === 'present' && membership.isOwner === true;
  if (isOwner && member !== undefined && ledger !== undefined) return ok({ session, member, ledger });
  await recordDenial(platform, call, gathered, denyPlainly('recovery_denied'), address);
  if (member !== undefined && ledger !== undefined) {
    const { state } = ledger;
    const first = await platform.limits.limit(
      `recovery denied ${session.account} ${state.organization}`,
      1,
      mailedForSeconds,
    );
    if (first.ok) await tellOverseers(platform, state, session);
  }
  return refuse('recovery_denied');
}

/** As {@link ownerAtDoor}, where what stands in the way even there is said: a suspended organization, an old sign-in. */
export async function ownerLetThrough(
  platform: Platform,
  call: Call,
  gathered: Gathered,
  address: string,
): Promise<Result<OwnerAtDoor>> {
  const owner = await ownerAtDoor(platform, call, gathered, address);
  if (!owner.ok) return owner;
  const decision = decide(gathered.facts);
  if (decision.ok) return owner;
  await recordDenial(platform, call, gathered, decision, address);
  return refuse(decision.code, { params: decision.params });
}

/** Who is told of what happens to the recovery of an organization: the owner and the custodians. */
export function overseersIn(state: LedgerState): ReadonlySet<string> {
  const owner = findMember(state, state.owner);
  return new Set([...(owner === undefined ? [] : [owner]), ...custodiansOf(state)].map(({ email }) => email));
}

async function tellOverseers(platform: Platform, state: LedgerState, session: Session): Promise<void> {
  const text = recoveryTried({
    who: session.email,
    organization: state.name,
    address: session.address,
    origin: platform.publicOrigin(),
    atMs: platform.clock.nowMs(),
  });
  for (const to of overseersIn(state)) await handMailOver(platform, { to, ...text });
}

/**
 * How often somebody tries, by account and network: a code cannot be guessed, and whoever tries often gets told when to go
 * on. Wide over all networks, because whoever has the password must not be able to close the door to the owner.
 */
export async function limitRecovery(
  { limits }: Pick<Platform, 'limits'>,
  what: 'read' | 'prove' | 'append' | 'abandon',
  { account, address }: Session,
): Promise<Result<undefined, 'rate_limited'>> {
  const perHour = what === 'read' ? 60 : 10;
  const near = await limits.limit(`recovery ${what} ${account} from ${networkOf(address)}`, perHour, 3600);
  return near.ok ? limits.limit(`recovery ${what} ${account}`, perHour * 5, 3600) : near;
}
