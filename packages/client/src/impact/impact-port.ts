import { factorDueMs, isStrongEnough } from '@postern/access';
import { type Attempt, announceRule, listAttempts, listSecondFactors } from '@postern/contract';
import { type OrganizationId, ok, type Result } from '@postern/core';
import { findMember, type LedgerState, type Member } from '@postern/ledger';
import { readAdministered } from '../administration/administered.ts';
import type { ClientCore } from '../client-core.ts';
import { foreseeImpact } from './foresee-impact.ts';
import type { ComingRule, ImpactPort } from './port.ts';

/** A form asks with every key that is pressed: what was answered a moment ago is new enough. */
const attemptsFreshMs = 60_000;

/** The preview of what a change of the rules does, and what a dated rule will ask. */
export function createImpactPort(core: ClientCore): ImpactPort {
  const readAttempts = keepAttempts(core);
  return {
    preview: async (change) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { state, self } = read.value;
      const attempts = await readAttempts(state.organization);
      if (!attempts.ok) return attempts;
      const { kind: clientKind, version: clientVersion } = core.accountCore.identity;
      const address = core.snapshots.current().server?.ownAddress;
      return foreseeImpact(
        {
          state,
          self,
          own: { clientKind, clientVersion, address },
          attempts: attempts.value,
          nowMs: core.clock.nowMs(),
        },
        change,
      );
    },
    announce: async (rule, members) => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { organization } = read.value.state;
      return core.api.call(announceRule, { params: { organization }, body: { rule, members: [...members] } });
    },
    coming: async () => {
      const read = await readAdministered(core);
      if (!read.ok) return read;
      const { state, self } = read.value;
      const member = findMember(state, self);
      const rule = member && comingFactorRule(state, member, core.clock.nowMs());
      if (rule === undefined) return ok(undefined);
      const own = await core.api.call(listSecondFactors, {});
      if (!own.ok) return own;
      return ok(own.value.factors.some(({ kind }) => isStrongEnough(kind, rule.level)) ? undefined : rule);
    },
  };
}

/** The organization's rule about second factors, where it begins to count for a member later. */
function comingFactorRule({ settings }: LedgerState, member: Member, nowMs: number): ComingRule | undefined {
  const { secondFactor: level, secondFactorFromMs, secondFactorGraceDays } = settings;
  if (level === 'none') return undefined;
  const rule = { level, fromMs: secondFactorFromMs ?? 0, graceMs: secondFactorGraceDays * 86_400_000 };
  const fromMs = Math.max(factorDueMs(rule, member.sinceMs), member.exemptUntilMs ?? 0);
  return fromMs > nowMs ? { rule: 'second_factor', level, fromMs } : undefined;
}

/** Reads the attempts of an organization, once for several that ask at the same time or soon after. */
function keepAttempts({ api, clock }: ClientCore) {
  let kept:
    | {
        readonly organization: OrganizationId;
        readonly atMs: number;
        readonly answer: Promise<Result<readonly Attempt[]>>;
      }
    | undefined;
  return (organization: OrganizationId): Promise<Result<readonly Attempt[]>> => {
    const nowMs = clock.nowMs();
    if (kept?.organization === organization && nowMs - kept.atMs < attemptsFreshMs) return kept.answer;
    const answer = api
      .call(listAttempts, { params: { organization } })
      .then((read) => (read.ok ? ok(read.value.attempts) : read));
    const asked = { organization, atMs: nowMs, answer };
    kept = asked;
    // What was refused is asked again.
    const forget = () => {
      if (kept === asked) kept = undefined;
    };
    void answer.then((read) => read.ok || forget(), forget);
    return answer;
  };
}
