import type { GateCode } from '../catalogue/catalogue.ts';
import { type ArchCode, type Check, cannotTell, type Evidence, type Outcome } from './check.ts';
import { type Checks, checks } from './checks.ts';
import { allowed, checkFailed, type Decision, type Denied } from './denial.ts';
import type { Facts } from './facts.ts';

/**
 * May this request pass? The first check that does not pass decides. INVARIANT: nothing but a positive pass of every
 * check allows: an unknown fact, an unrecognised outcome or a check that throws is `check_failed`.
 */
export function decide(facts: Facts): Decision {
  return decideBy(checks, facts);
}

/** {@link decide} over other checks, for previews and measurements. */
export function decideBy(those: Checks, facts: Facts): Decision {
  for (let at = 0; at < those.length; at++) {
    const { outcome, denial } = judge(those[at], facts);
    if (outcome !== 'pass' && outcome !== 'not_applicable') return denial ?? checkFailed;
  }
  return allowed;
}

/** One check as `explain` reports it. */
export interface Explained {
  readonly step: number;
  readonly arch: ArchCode;
  readonly codes: readonly GateCode[];
  readonly outcome: Outcome['outcome'];
  /** What the person would be told if this were the first; absent when it does not stand in the way. */
  readonly denial?: Denied;
  readonly evidence: Evidence;
}

/** Every check with its outcome and what it rests on, whatever the ones before it say. */
export function explain(facts: Facts): readonly Explained[] {
  return explainBy(checks, facts);
}

/** {@link explain} over other checks. */
export function explainBy(those: Checks, facts: Facts): readonly Explained[] {
  return those.map((check) => {
    const { outcome, denial } = judge(check, facts);
    const inTheWay = outcome !== 'pass' && outcome !== 'not_applicable';
    return {
      step: check.step,
      arch: check.arch,
      codes: check.codes,
      outcome,
      ...(inTheWay ? { denial: denial ?? checkFailed } : {}),
      evidence: evidenceOf(check, facts),
    };
  });
}

interface Judged {
  readonly outcome: Outcome['outcome'];
  readonly denial?: Denied;
}

/** The outcome of one check, with everything unexpected turned into `unknown`. */
function judge(check: Check | undefined, facts: Facts): Judged {
  try {
    const found: Outcome | undefined = check?.run(facts);
    switch (found?.outcome) {
      case 'pass':
      case 'not_applicable':
      case 'blocked':
        return found;
      default:
        return cannotTell;
    }
  } catch {
    return cannotTell;
  }
}

function evidenceOf(check: Check, facts: Facts): Evidence {
  try {
    return check.evidence(facts);
  } catch {
    return {};
  }
}
