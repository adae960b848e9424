import type { GateCode } from '../catalogue/catalogue.ts';
import type { Facts } from './facts.ts';
import { decide } from './gate.ts';

/** One session as it is decided now and as it would be after a change. */
export interface FactsAround {
  readonly before: Facts;
  readonly after: Facts;
}

/** Who must be able to come in after a change. Whoever has no session is not among the others: nothing is known of them. */
export interface Concerned {
  readonly author: FactsAround;
  /** The author once every address that is listed for a while has run out, with the list as it is and as it would be. */
  readonly authorLater: FactsAround;
  readonly owner: readonly FactsAround[];
  /** One list of sessions for each custodian. */
  readonly custodians: readonly (readonly FactsAround[])[];
}

export type LockOut =
  | 'would_lock_out_author'
  | 'would_lock_out_author_later'
  | 'minimum_version_above_own'
  | 'would_lock_out_owner'
  | 'would_lock_out_custodians';

/** Refusals of rules that the organization sets, rows 8 to 11. */
const byRule: ReadonlySet<string> = new Set([
  'ip_not_allowed',
  'extension_not_allowed',
  'app_not_allowed',
  'cli_not_allowed',
  'client_outdated',
  'mfa_enrollment_required',
  'mfa_required',
  'mfa_too_weak',
] as const satisfies readonly GateCode[]);

/**
 * Whether a change of the rules shuts out who made it, the owner, or every custodian, by the very gate that would refuse
 * them. The author is refused whatever the rule: nobody else may be there to take it back. The others can reach for the
 * web client and set up a second factor on the spot, so what counts for them is where they come from; one session that
 * is let in is enough. Who was shut out before is not shut out by the change.
 *
 * An address that is listed for a while lets its author in for a while: whoever has no other is refused as well, since
 * after that nobody may be there to add one.
 */
export function findLockOut({ author, authorLater, owner, custodians }: Concerned): LockOut | undefined {
  const code = newlyRefused(author);
  if (code === 'client_outdated') return 'minimum_version_above_own';
  if (code !== undefined && byRule.has(code)) return 'would_lock_out_author';
  if (newlyRefused(authorLater) === 'ip_not_allowed') return 'would_lock_out_author_later';
  if (allShut(owner)) return 'would_lock_out_owner';
  const known = custodians.filter((sessions) => sessions.length > 0);
  return known.length > 0 && known.every(allShut) ? 'would_lock_out_custodians' : undefined;
}

function allShut(sessions: readonly FactsAround[]): boolean {
  const from = sessions.map(fromTheWebClient);
  const wasIn = from.filter(({ before }) => codeOf(before) !== 'ip_not_allowed');
  return wasIn.length > 0 && from.every(({ after }) => codeOf(after) === 'ip_not_allowed');
}

/** The same person at the same place with the newest web client, which no rule turns off. */
function fromTheWebClient({ before, after }: FactsAround): FactsAround {
  return { before: inWebClient(before), after: inWebClient(after) };
}

function inWebClient(facts: Facts): Facts {
  const { session, settings } = facts;
  if (session.state !== 'present' || settings.state !== 'present') return facts;
  return {
    ...facts,
    session: { ...session, clientKind: 'web' },
    settings: { ...settings, clientIsOutdated: false },
  };
}

function newlyRefused({ before, after }: FactsAround): string | undefined {
  const code = codeOf(after);
  return code === codeOf(before) ? undefined : code;
}

function codeOf(facts: Facts): string | undefined {
  const decision = decide(facts);
  return decision.ok ? undefined : decision.code;
}
