import { blocked, type Check, cannotTell, isMs, notApplicable, type Outcome, pass } from './check.ts';
import { deny } from './denial.ts';
import { noFactor, strengthNeeded, strongestOf } from './factor-strength.ts';
import type { FactorLevel, FactorRule } from './facts.ts';
import { isOwnerAtOwnersDoor } from './owners-door.ts';

/**
 * Row 11. What counts is what was given in this session. Without it: whoever has a strong enough factor is asked for it,
 * whoever has a weaker one or none is asked to set one up. A passkey or authenticator app that somebody has counts for
 * nothing until it is used.
 */
export const checkSecondFactor: Check = {
  step: 11,
  codes: ['mfa_enrollment_required', 'mfa_required', 'mfa_too_weak'],
  arch: 'second_factor',
  run(facts) {
    if (isOwnerAtOwnersDoor(facts)) return notApplicable;
    const { request, session, account, membership, settings } = facts;
    if (settings.state !== 'present') return cannotTell;
    const rule = settings.factorRule;
    if (rule === null) return pass;
    if (session.state !== 'present' || membership.state !== 'present') return cannotTell;

    const { nowMs } = request;
    const { factorExemptUntilMs } = membership;
    const dueMs = factorDueMs(rule, membership.sinceMs);
    if (!isMs(nowMs) || !isMs(dueMs)) return cannotTell;
    if (factorExemptUntilMs !== null && !isMs(factorExemptUntilMs)) return cannotTell;
    if (nowMs < dueMs || (factorExemptUntilMs !== null && nowMs < factorExemptUntilMs)) return pass;

    const needed = strengthNeeded(rule.level);
    const used = strongestOf(session.factorsUsed);
    if (needed === undefined || used === undefined) return cannotTell;
    if (used >= needed) return pass;
    if (account.state !== 'present') return cannotTell;
    const enrolled = strongestOf(account.factorsEnrolled);
    if (enrolled === undefined) return cannotTell;
    const denials = denialsOfLevel[rule.level];
    if (used === noFactor && enrolled === noFactor) return denials.setUp;
    if (used === noFactor && enrolled >= needed) return askForFactor;
    return enrolled >= needed ? denials.useStronger : denials.setUpStronger;
  },
  evidence({ session, account, membership, settings }) {
    const rule = settings.state === 'present' ? settings.factorRule : null;
    return {
      ...(session.state === 'present' ? { used: session.factorsUsed } : {}),
      ...(account.state === 'present' ? { enrolled: account.factorsEnrolled } : {}),
      ...(rule === null ? {} : { level: rule.level, fromMs: rule.fromMs, graceMs: rule.graceMs }),
      ...(membership.state === 'present'
        ? {
            ...(rule === null ? {} : { dueMs: factorDueMs(rule, membership.sinceMs) }),
            exemptUntilMs: membership.factorExemptUntilMs,
            exemptEvent: membership.factorExemptEvent,
          }
        : {}),
      ...(settings.state === 'present' ? { event: settings.factorRuleEvent } : {}),
    };
  },
};

/** From when on a rule counts for somebody who joined at `sinceMs`, in milliseconds since 1970-01-01 UTC. */
export function factorDueMs({ fromMs, graceMs }: FactorRule, sinceMs: number): number {
  return Math.max(fromMs, sinceMs) + graceMs;
}

const askForFactor = blocked(deny('mfa_required', {}));

interface DenialsOfLevel {
  readonly setUp: Outcome;
  readonly setUpStronger: Outcome;
  readonly useStronger: Outcome;
}

const denialsOfLevel: { readonly [Level in FactorLevel]: DenialsOfLevel } = {
  any: denialsOf('any'),
  no_mail: denialsOf('no_mail'),
  phishing_resistant: denialsOf('phishing_resistant'),
};

function denialsOf(acceptedFactors: FactorLevel): DenialsOfLevel {
  const params = { acceptedFactors };
  return {
    setUp: blocked(deny('mfa_enrollment_required', params)),
    setUpStronger: blocked(
      deny('mfa_too_weak', params, { remedies: ['set_up_second_factor', 'ask_second_factor_exemption'] }),
    ),
    // Who has a stronger one may have lost it, so setting one up stays on offer.
    useStronger: blocked(
      deny('mfa_too_weak', params, {
        remedies: ['use_second_factor', 'set_up_second_factor', 'ask_second_factor_exemption'],
      }),
    ),
  };
}
