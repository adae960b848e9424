import { type Code, familyOf, type ResourceCode } from '../catalogue/catalogue.ts';
import { gateCodesInUse } from '../gate/checks.ts';

/** Resource denials whose rule is not in this version. A code leaves the list with the change that gives it. */
const resourceCodesForLater: ReadonlySet<string> = new Set([
  'entry_needs_approval',
  'entry_checked_out',
  'offline_not_allowed',
  'attachment_too_large',
  'recovery_denied',
] as const satisfies readonly ResourceCode[]);

/** Whether this version can give the code. Codes for rules still to come have their pages already, marked as such. */
export function isInUse(code: Code): boolean {
  const family = familyOf(code);
  if (family === 'gate') return (gateCodesInUse as ReadonlySet<string>).has(code);
  return family !== 'resource' || !resourceCodesForLater.has(code);
}
