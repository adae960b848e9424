import {
  type AccountId,
  type Email,
  type IpRange,
  type MemberId,
  mustBeOk,
  newId,
  type SessionId,
} from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import { factsUnder } from '../packages/access/src/gate/facts-under.ts';
import { decide } from '../packages/access/src/gate/gate.ts';
import { type PastAttempt, sessionOfAttempt } from '../packages/access/src/impact/past-attempt.ts';
import { foreseeImpact } from '../packages/client/src/impact/foresee-impact.ts';
import type { ProposedChange } from '../packages/client/src/impact/port.ts';
import { foundedBy, person } from '../packages/ledger/test/people.ts';
import { measure, report } from './harness.ts';

/**
 * The preview that appears while a rule is changed, over a thousand members and as many attempts as the server tells.
 * Its floor is the gate's own decision on either side of the change, once for each attempt, facts at hand.
 */
const members = 1_000;
const attemptCount = 5_000;
const rounds = 15;
const day = 86_400_000;

const owner = await person('Maya');
const { current } = await foundedBy(owner);
const nowMs = Date.now();
const state = grown(current);
const attempts = attemptsOf(Object.values(state.members));
const from = {
  state,
  self: owner.member,
  own: { clientKind: 'web' as const, clientVersion: '1.4.0', address: '198.51.100.1' },
  attempts,
  nowMs,
};
const gather = factsUnder(state, nowMs);
const facts = attempts.map((attempt) => {
  const member = Object.values(state.members).find(({ account }) => account === attempt.account);
  if (member === undefined) throw new Error('an attempt of nobody');
  return gather(member, sessionOfAttempt(attempt, nowMs));
});
const decisions = await measure(() => {
  let allowed = 0;
  for (const one of facts) for (const side of [one, one]) if (decide(side).ok) allowed += 1;
  if (allowed === 0) throw new Error('nobody gets in, so this would measure refusals');
}, rounds);

const changes: Readonly<Record<string, ProposedChange>> = {
  'an address list': { kind: 'settings', set: { addressListOn: true } },
  'a dated second factor': {
    kind: 'settings',
    set: { secondFactor: 'any', secondFactorFromMs: nowMs + 7 * day },
  },
};
for (const [name, change] of Object.entries(changes)) {
  const preview = await measure(() => {
    const { refused } = mustBeOk(foreseeImpact(from, change));
    if (refused.length === 0) throw new Error('nobody is refused, so this would measure less');
  }, rounds);
  report(`preview of ${name}`, preview, 'ms', decisions);
}

/** The organization with members in it who share the owner's keys: nothing here looks at them. */
function grown(founded: LedgerState): LedgerState {
  const [first] = Object.values(founded.members);
  if (first === undefined) throw new Error('an organization without an owner');
  const more = Array.from({ length: members - 1 }, (_, at): Member => {
    const id = newId<MemberId>();
    return {
      ...first,
      id,
      account: newId<AccountId>(),
      email: `clerk-${at}@northwind.example` as Email,
      role: 'member',
      custodian: false,
    };
  });
  const listed = { label: '', untilMs: null, setAt: { seq: 0, by: first.id } };
  const ranges = Array.from({ length: 50 }, (_, at) => [`198.51.${at}.0/24` as IpRange, listed] as const);
  return {
    ...founded,
    members: { ...founded.members, ...Object.fromEntries(more.map((one) => [one.id, one])) },
    addresses: Object.fromEntries(ranges),
  };
}

function attemptsOf(all: readonly Member[]): readonly PastAttempt[] {
  return Array.from({ length: attemptCount }, (_, at) => {
    const { account } = all[at % all.length] as Member;
    const atMs = nowMs - (at % 30) * day;
    return {
      atMs,
      account,
      session: newId<SessionId>(),
      clientKind: at % 3 === 0 ? 'extension' : 'web',
      clientVersion: '1.4.0',
      address: at % 5 === 0 ? `203.0.113.${at % 250}` : `198.51.${at % 50}.${at % 250}`,
      factorsUsed: at % 2 === 0 ? ['totp'] : [],
      factorsEnrolled: at % 2 === 0 ? ['totp'] : [],
      authenticatedAtMs: atMs - 60_000,
    };
  });
}
