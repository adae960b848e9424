import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { type Gone, recoveryTable } from './recovery-table.ts';

/**
 * Prints the ways back from the tests of this very run, and writes their counts to POSTERN_RECOVERY_COUNTS for `npm test`.
 * Ends the run badly when one does not lead back or was not reached.
 */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class TableReporter implements Reporter {
  readonly #gone: Gone[] = [];

  onTestCaseResult(test: TestCase): void {
    const record = test.meta().recovery;
    if (record) this.#gone.push({ record, passed: test.result().state === 'passed' });
  }

  onTestRunEnd(): void {
    const { text, passed, failed } = recoveryTable(this.#gone);
    process.stdout.write(`\n${text}\n\n${passed} ways back, ${failed} not\n`);
    const file = process.env.POSTERN_RECOVERY_COUNTS;
    if (file) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ passed, failed }));
    }
    if (failed > 0) process.exitCode = 1;
  }
}
