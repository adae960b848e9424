import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { attackTable, type Played } from './attack-table.ts';

/**
 * Prints the table of the attacks from the tests of this very run, and writes its counts to POSTERN_ATTACK_COUNTS for
 * `npm test`. Ends the run badly when a row does not hold or was not reached.
 */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class TableReporter implements Reporter {
  readonly #played: Played[] = [];

  onTestCaseResult(test: TestCase): void {
    const record = test.meta().attack;
    if (record) this.#played.push({ record, passed: test.result().state === 'passed' });
  }

  onTestRunEnd(): void {
    const { text, passed, failed } = attackTable(this.#played);
    process.stdout.write(`\n${text}\n\n${passed} rows hold, ${failed} do not\n`);
    const file = process.env.POSTERN_ATTACK_COUNTS;
    if (file) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ passed, failed }));
    }
    if (failed > 0) process.exitCode = 1;
  }
}
