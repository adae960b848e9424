import { gateKeys } from '../catalogue/gate-keys.ts';
import { gateRules } from '../catalogue/gate-rules.ts';
import type { resourceDenials } from '../catalogue/resources.ts';

/** Codes of rows 8 to 12: where from, with what, and how surely it is you. */
export type RuleCode = keyof typeof gateRules;

export const ruleCodes = Object.keys(gateRules) as [RuleCode, ...RuleCode[]];

/** Whether the refusal is of rows 8 to 12. */
export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(gateRules, code);
}

/** Whether the refusal is of rows 13 to 17: about the keys of the session. */
export function isKeyCode(code: string): boolean {
  return code !== 'check_failed' && Object.hasOwn(gateKeys, code);
}

/** Denials whose person asks to be invited again, with words to read out. */
const relinkCodes = [
  'phone_unpaired',
  'recovery_code_or_invitation_required',
  'relink_required',
  'relink_unproven',
] as const satisfies readonly (keyof typeof gateKeys | keyof typeof resourceDenials)[];

/** Whether whoever asks about this denial asks to be invited again. */
export function isRelinkCode(code: string): boolean {
  return (relinkCodes as readonly string[]).includes(code);
}

/** Whether an owner who is refused so is shown the way to the owner's door: rows 8 to 17. */
export function leadsToOwnersDoor(code: string): boolean {
  return isRuleCode(code) || isKeyCode(code);
}
