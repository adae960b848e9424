import { table } from '../../scripts/summary.mjs';
import { type AttackRef, attackRows } from '../rows.ts';

/** What one attack came to, once its test has passed or failed. */
export interface AttackRecord {
  readonly part: 'attack';
  readonly refs: readonly AttackRef[];
  /** What the server did, in a few words. */
  readonly did: string;
  /** The alarm or refusal that the client showed; empty when the test failed before it was known. */
  readonly said: string;
  readonly leaked: readonly string[];
  /** The pages of the product on which `said` is read, for a row that cannot be refused and is stated instead. */
  readonly statedOn?: readonly string[];
}

/** What the same attack came to with one defence switched off. */
export interface TwinRecord {
  readonly part: 'twin';
  readonly refs: readonly AttackRef[];
  /** The defence that was off. */
  readonly without: string;
  /** What the attacker had then; empty when nothing. */
  readonly won: string;
}

export interface Played {
  readonly record: AttackRecord | TwinRecord;
  /** Its test passed. */
  readonly passed: boolean;
}

export interface AttackTable {
  readonly text: string;
  /** Rows of the catalogue that hold: every attack refused or stated, nothing else leaked, every twin successful. */
  readonly passed: number;
  readonly failed: number;
}

/**
 * The table of a run, from its results alone: a row of the catalogue without a result reads `not reached`, and one that
 * was not refused but stated says so.
 */
export function attackTable(played: readonly Played[]): AttackTable {
  const lines: string[][] = [];
  const statements = new Set<string>();
  let passed = 0;
  const refs = Object.keys(attackRows) as AttackRef[];
  for (const ref of refs) {
    const ofRow = played.filter(({ record }) => record.refs.includes(ref));
    const attacks = ofRow.filter(isAttack);
    const twins = ofRow.filter(isTwin);
    const twin = twinCell(twins);
    if (attacks.length === 0) lines.push([ref, attackRows[ref], 'not reached', '-', twin.text]);
    for (const { record, passed: held } of attacks) {
      lines.push([ref, record.did, saidCell(record, held), leakCell(record, held), twin.text]);
      if (record.statedOn !== undefined) statements.add(`${ref} states: ${record.said}`);
    }
    const refused =
      attacks.length > 0 && attacks.every((one) => one.passed && one.record.leaked.length === 0);
    if (refused && twin.succeeded) passed += 1;
  }
  const columns = ['ref', 'the server did', 'the client said', 'leaked', 'twin'];
  const text = [table(columns, lines), ...statements].join('\n');
  return { text, passed, failed: refs.length - passed };
}

function saidCell({ said, statedOn }: AttackRecord, held: boolean): string {
  if (!held) return `FAILED${said === '' ? '' : `: ${said}`}`;
  return statedOn === undefined ? said : `stated on ${statedOn.join(', ')}`;
}

function leakCell({ leaked, statedOn }: AttackRecord, held: boolean): string {
  if (leaked.length > 0) return leaked.join(', ');
  if (!held) return 'unknown';
  return statedOn === undefined ? 'nothing' : 'as stated';
}

function twinCell(twins: readonly (Played & { record: TwinRecord })[]): { text: string; succeeded: boolean } {
  if (twins.length === 0) return { text: 'not reached', succeeded: false };
  const idle = twins.find(({ passed, record }) => !passed || record.won === '');
  if (idle) return { text: `DID NOT SUCCEED without ${idle.record.without}`, succeeded: false };
  return {
    text: twins.map(({ record }) => `without ${record.without}: ${record.won}`).join('; '),
    succeeded: true,
  };
}

function isAttack(played: Played): played is Played & { record: AttackRecord } {
  return played.record.part === 'attack';
}

function isTwin(played: Played): played is Played & { record: TwinRecord } {
  return played.record.part === 'twin';
}
