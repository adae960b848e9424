import { table } from '../../scripts/summary.mjs';

/** What one denial came to in the run that has just ended. */
export interface DenialRecord {
  readonly code: DrivenCode;
  /** Somebody was refused with it and read its sentence. */
  readonly reached: boolean;
  /** Whoever could help did, and the refused page went on. */
  readonly remedied: boolean;
  /** From the fixer's last press to the inside. */
  readonly seconds: number | undefined;
}

/** Rows 1 to 12 of the gate, in its order. */
export const drivenCodes = [
  'sign_in_required',
  'invitation_required',
  'invitation_pending',
  'invitation_expired',
  'invitation_for_other_address',
  'organization_suspended',
  'setup_required',
  'member_disabled',
  'member_expired',
  'ip_not_allowed',
  'extension_not_allowed',
  'app_not_allowed',
  'cli_not_allowed',
  'client_outdated',
  'mfa_enrollment_required',
  'mfa_required',
  'mfa_too_weak',
  'reauthentication_required',
] as const;
export type DrivenCode = (typeof drivenCodes)[number];

/** The table of a run from its results alone: a code without a result reads `not reached`. */
export function denialTable(driven: readonly (DenialRecord & { readonly passed: boolean })[]): {
  readonly text: string;
  readonly passed: number;
  readonly failed: number;
} {
  const lines: string[][] = [];
  let passed = 0;
  for (const code of drivenCodes) {
    const ofCode = driven.filter((one) => one.code === code);
    if (ofCode.length === 0) lines.push([code, 'not reached', '-', '-']);
    for (const { reached, remedied, passed: held, seconds } of ofCode) {
      const worked = remedied && held ? 'yes' : 'NO';
      lines.push([code, reached ? 'yes' : 'not reached', worked, seconds?.toFixed(2) ?? '-']);
    }
    if (ofCode.length > 0 && ofCode.every((one) => one.passed && one.reached && one.remedied)) passed += 1;
  }
  const text = table(['code', 'reached', 'remedy worked', 'seconds from remedy to entry'], lines, [3]);
  return { text, passed, failed: drivenCodes.length - passed };
}
