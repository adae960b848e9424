import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { type DenialRecord, denialTable } from './denial-table.ts';

const folder = join(import.meta.dirname, '../../artifacts');

/** Prints the table of the denials from the tests of this very run, and ends the run badly when a row does not hold. */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class TableReporter implements Reporter {
  readonly #driven: (DenialRecord & { passed: boolean })[] = [];

  onTestCaseResult(test: TestCase): void {
    const record = test.meta().denial;
    if (record) this.#driven.push({ ...record, passed: test.result().state === 'passed' });
  }

  onTestRunEnd(): void {
    const { text, passed, failed } = denialTable(this.#driven);
    process.stdout.write(`\n${text}\n\n${passed} rows hold, ${failed} do not\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'denials.jsonl'),
      this.#driven.map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    if (failed > 0) process.exitCode = 1;
  }
}
