import {
  checkFailed,
  custodiansOf,
  decide,
  explain,
  type Facts,
  isRuleCode,
  type RuleCode,
} from '@postern/access';
import { type AnswerOf, maxOwnersHelpers, type openOwnersDoor } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { findMember, helpersOfOwner, type LedgerState } from '@postern/ledger';
import { originOf, recordLine } from '../access-log/record-line.ts';
import { limitOwnersDoor } from '../account/attempt-limits.ts';
import { handMailOver } from '../account/mailed-code.ts';
import { recordAccess } from '../account/record-access.ts';
import type { Session } from '../account/session.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import type { Guard, Handler } from '../platform/http/bind-endpoint.ts';
import { ownersDoorOpened } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';
import { answerGate } from './ask-gate.ts';
import { type Gathered, gatherFacts } from './facts.ts';

/** A session tells the custodians once of each organization whose door it opens. */
const toldForSeconds = 24 * 3600;
/** Of all sessions of an owner, one is told by mail in this time. */
const mailedForSeconds = 3600;
const looksAgainAnHour = 240;

/**
 * Admits every session, and hands on the facts as the owner's door asks for them. INVARIANT: to a session that was begun
 * without its second factor, whoever is not the owner is not signed in: a stranger, a member and an address that nobody
 * has are answered in the same bytes (attack row X2).
 */
export function ownersDoorGuard(platform: Platform, ledgers: FoldedLedgers): Guard<Gathered> {
  return {
    access: 'session',
    admit: async (call, params) => {
      const address = String(params.address);
      const request = { door: 'recover', signInAgeLimitMs: null } as const;
      const how = { noteUse: true, atDoor: true };
      const gathered = await gatherFacts(platform, ledgers, call, { address }, request, how);
      const { session } = gathered;
      if (session === undefined) return refuse('sign_in_required');
      if (session.scope === 'door' && !isOwner(gathered)) return refuse('sign_in_required');
      return ok(gathered);
    },
  };
}

/**
 * Opens the owner's door: for the owner whom a rule keeps out, or who signed in without the second factor. To everybody
 * else it answers as the gate does.
 */
export function openDoor(platform: Platform): Handler<typeof openOwnersDoor, Gathered> {
  return async ({ caller, call, params }) => {
    const { facts, session, ledger } = caller;
    const usual: Gathered = { ...caller, facts: atUsualDoor(facts) };
    if (session === undefined) throw new Error('the owner’s door was asked without a session');
    const decision = decide(facts);
    const shut = decide(usual.facts);
    const isOpen = decision.ok && isOwner(caller) && (session.scope === 'door' || !shut.ok);
    if (!isOpen || ledger === undefined) {
      // A sign-in that got too old for a session of the door cannot be confirmed, only made again.
      if (session.scope === 'door' && !decision.ok && isRuleCode(decision.code)) {
        return refuse('sign_in_required');
      }
      // What stands in the way even here is what the owner has to end first.
      const asked = isOwner(caller) && !shut.ok ? caller : usual;
      return ok({ opened: false, gate: await answerGate(platform, call, asked, params.address) });
    }
    const { state } = ledger;
    const told = await tellOnce(platform, caller, session, state);
    if (!told.ok) return told;
    return ok(answerOf(state, usual.facts));
  };
}

function isOwner({ facts: { membership } }: Gathered): boolean {
  return membership.state === 'present' && membership.isOwner === true;
}

function atUsualDoor(facts: Facts): Facts {
  return { ...facts, request: { ...facts.request, door: 'use' } };
}

function answerOf(state: LedgerState, usual: Facts): AnswerOf<typeof openOwnersDoor> {
  // The gate passed the kit's row, which an organization without one does not.
  if (state.recovery === null) return refuseWithout();
  const people = helpersOfOwner(state);
  return {
    opened: true,
    organization: state.organization,
    rules: rulesInTheWay(usual),
    kit: { version: state.recovery.version, madeAtMs: state.recovery.sinceMs },
    people: people.slice(0, maxOwnersHelpers).map((one) => ({ ...one })),
    morePeople: Math.max(0, people.length - maxOwnersHelpers),
  };
}

function refuseWithout(): never {
  throw new Error(`the owner’s door opened where the gate should have said ${checkFailed.code}`);
}

function rulesInTheWay(usual: Facts): RuleCode[] {
  return explain(usual).flatMap(({ denial }) =>
    denial !== undefined && isRuleCode(denial.code) ? [denial.code] : [],
  );
}

/**
 * The first time that a session opens a door: into the person's own log, into the organization's, and, once an hour, by
 * mail to every custodian and the owner. How often somebody comes with another session is limited; looking again at an open door tells
 * nobody, and has a limit of its own.
 */
async function tellOnce(
  platform: Platform,
  { member }: Gathered,
  session: Session,
  state: LedgerState,
): Promise<Result<undefined, 'rate_limited'>> {
  const { limits } = platform;
  const { organization } = state;
  const { account, email, clientKind, address } = session;
  const key = `owners-door told ${session.id} ${organization}`;
  const mailKey = `owners-door mailed ${account} ${organization}`;
  const first = await limits.limit(key, 1, toldForSeconds);
  if (!first.ok) return limits.limit(`owners-door again ${session.id}`, looksAgainAnHour, 3600);
  const limited = await limitOwnersDoor(limits, account, address);
  if (!limited.ok) {
    await limits.forget(key);
    return limited;
  }
  try {
    await recordAccess(platform, { account, kind: 'owners_door_opened', organization, clientKind, address });
    const from = originOf(session);
    await recordLine(platform, {
      organization,
      kind: 'owners_door',
      account,
      email,
      member: member?.id,
      from,
    });
    // Who has the password could have everybody mailed again and again; each session is in the log.
    const mailed = await limits.limit(mailKey, 1, mailedForSeconds);
    if (!mailed.ok) return ok();
    const text = ownersDoorOpened({
      who: email,
      organization: state.name,
      address,
      withoutFactor: session.scope === 'door',
      origin: platform.publicOrigin(),
      atMs: platform.clock.nowMs(),
    });
    const owner = findMember(state, state.owner)?.email;
    const custodians = custodiansOf(state).map((one) => one.email);
    const to = new Set(owner === undefined ? custodians : [owner, ...custodians]);
    for (const each of to) await handMailOver(platform, { to: each, ...text });
    return ok();
  } catch (error) {
    // Whoever tries again is told of again.
    await limits.forget(key);
    await limits.forget(mailKey);
    throw error;
  }
}
