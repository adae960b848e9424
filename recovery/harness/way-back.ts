import { it } from 'vitest';
import type { DeadEnd, Loss, PersonKind } from '../rows.ts';
import type { RecoveryRecord, WayBack } from './recovery-table.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Read by the table's reporter: results are those of this run because they live nowhere else. */
    recovery?: RecoveryRecord;
  }
}

/**
 * Goes one way back of the matrix: `go` drives real clients before a real server, asserts each step, and answers what it saw.
 */
export function wayBack(who: PersonKind, lost: Loss, go: () => Promise<WayBack>): void {
  run(`${who}: ${lost}`, { part: 'cell', who, lost }, go);
}

/** The same where there seems to be none. */
export function noDeadEnd(name: DeadEnd, go: () => Promise<WayBack>): void {
  run(name, { part: 'dead end', name }, go);
}

function run(title: string, record: RecoveryRecord, go: () => Promise<WayBack>): void {
  it(title, async ({ task }) => {
    task.meta.recovery = record;
    task.meta.recovery = { ...record, ...(await go()) };
  });
}
