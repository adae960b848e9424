import { table } from '../../scripts/summary.mjs';
import type { Presses } from './count-presses.ts';

/** What one denial came to in the run that has just ended. */
export interface DenialRecord {
  readonly code: DrivenCode;
  /** The case, in a few words. */
  readonly did: string;
  /** Somebody was refused with it and read its sentence. */
  readonly reached: boolean;
  /** Whoever could help did, and the refused page went on. */
  readonly remedied: boolean;
  /** Asked there and granted in somebody's access inbox, ended by the person alone, or by the operator's command. */
  readonly way: 'inbox' | 'alone' | 'operator';
  /** From the last press of whoever ended it to the inside. */
  readonly seconds?: number;
  /** From the denial to the inside, without what was done for the record. */
  readonly secondsFromDenial?: number;
  /** What the refused person pressed and filled in from the denial on. */
  readonly person?: Presses;
  /** The same of who helped, from the request on. */
  readonly fixer?: Presses;
}

/** The rows of the gate, in its order, and how each has to be ended at least once. */
const driven = {
  sign_in_required: 'alone',
  invitation_required: 'inbox',
  invitation_pending: 'inbox',
  invitation_expired: 'inbox',
  // On the invitation's own page, which leads to no inbox.
  invitation_for_other_address: 'alone',
  organization_suspended: 'operator',
  // Before the kit is saved an organization has nobody but its owner.
  setup_required: 'alone',
  member_disabled: 'inbox',
  member_expired: 'inbox',
  ip_not_allowed: 'inbox',
  extension_not_allowed: 'inbox',
  app_not_allowed: 'inbox',
  cli_not_allowed: 'inbox',
  client_outdated: 'inbox',
  mfa_enrollment_required: 'inbox',
  mfa_required: 'inbox',
  mfa_too_weak: 'inbox',
  reauthentication_required: 'alone',
  phone_unpaired: 'inbox',
  // To an owner whom nobody can help the printed kit is left.
  recovery_code_required: 'alone',
  recovery_code_or_invitation_required: 'inbox',
  relink_required: 'inbox',
  keys_pending: 'inbox',
} as const satisfies Record<string, DenialRecord['way']>;
export type DrivenCode = keyof typeof driven;
const drivenCodes = Object.keys(driven) as readonly DrivenCode[];

const inboxColumn = { inbox: 'yes', alone: 'alone', operator: 'operator' } as const;

export interface TableOfRun {
  readonly text: string;
  readonly passed: number;
  readonly failed: number;
}

/**
 * The table of a run from its results alone: a code without a result reads `not reached`; one that can be ended in the
 * inbox and was not does not hold.
 */
export function denialTable(records: readonly (DenialRecord & { readonly passed: boolean })[]): TableOfRun {
  const lines: string[][] = [];
  let passed = 0;
  for (const code of drivenCodes) {
    const ofCode = records.filter((one) => one.code === code);
    if (ofCode.length === 0) lines.push([code, 'not reached', '-', '-', '-']);
    for (const { reached, remedied, passed: held, way, seconds } of ofCode) {
      const worked = remedied && held ? 'yes' : 'NO';
      lines.push([
        code,
        reached ? 'yes' : 'not reached',
        inboxColumn[way],
        worked,
        seconds?.toFixed(2) ?? '-',
      ]);
    }
    const asIsRight = ofCode.some(({ way }) => way === driven[code]);
    if (!asIsRight && ofCode.length > 0) lines.push([code, '', `NOT ${inboxColumn[driven[code]]}`, '-', '-']);
    if (asIsRight && ofCode.every((one) => one.passed && one.reached && one.remedied)) passed += 1;
  }
  const text = table(
    ['code', 'reached', 'through the inbox', 'remedy worked', 'seconds from remedy to entry'],
    lines,
    [4],
  );
  return { text, passed, failed: drivenCodes.length - passed };
}

/** What one way to shut everybody out came to. */
export interface DeadEndRecord {
  readonly name: DeadEnd;
  /** What was tried, in a few words. */
  readonly tried: string;
  /** The way out that was found; absent where none was. */
  readonly wayOut?: string;
}

/** Where a team could be shut out for good. Those that need the recovery code come with it. */
const deadEnds = {
  'all administrators off the allowlist': 2,
  'set-up tab closed before the kit was confirmed': 1,
  'minimum version above the served one': 1,
  'ownership transferred to someone with an end date': 1,
  'an administrator who would lock out herself': 1,
  'an administrator who would lock out the owner': 1,
  'an administrator who would lock out every custodian': 1,
} as const;
export type DeadEnd = keyof typeof deadEnds;

/** The second part: what was tried and which way out there was. */
export function deadEndTable(records: readonly (DeadEndRecord & { readonly passed: boolean })[]): TableOfRun {
  const lines: string[][] = [];
  let passed = 0;
  const names = Object.keys(deadEnds) as readonly DeadEnd[];
  for (const name of names) {
    const ofName = records.filter((one) => one.name === name);
    for (const { tried, wayOut, passed: held } of ofName)
      lines.push([name, tried, held && wayOut !== undefined ? wayOut : 'NONE FOUND']);
    if (ofName.length < deadEnds[name]) lines.push([name, 'not tried', '-']);
    else if (ofName.every((one) => one.passed && one.wayOut !== undefined)) passed += 1;
  }
  return {
    text: table(['case', 'tried', 'way out found'], lines, []),
    passed,
    failed: names.length - passed,
  };
}
