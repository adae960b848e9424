import { type Code, familyOf } from '../catalogue/catalogue.ts';
import { gateCodesInUse } from '../gate/checks.ts';

/** Codes, besides those of the gate, that nothing in this version gives. One leaves the list with the change that gives it. */
const codesForLater: ReadonlySet<string> = new Set([
  'entry_needs_approval',
  'entry_checked_out',
  'offline_not_allowed',
  'attachment_too_large',
  'session_expired',
  'shutting_down',
  'secure_context_required',
  'outbox_unavailable',
  'key_pair_wrong',
] as const satisfies readonly Code[]);

/** Whether this version can give the code. Codes for rules still to come have their pages already, marked as such. */
export function isInUse(code: Code): boolean {
  return familyOf(code) === 'gate'
    ? (gateCodesInUse as ReadonlySet<string>).has(code)
    : !codesForLater.has(code);
}
