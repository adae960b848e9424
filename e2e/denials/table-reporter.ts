import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestCase } from 'vitest/node';
import { type DeadEndRecord, type DenialRecord, deadEndTable, denialTable } from './denial-table.ts';

const folder = join(import.meta.dirname, '../../artifacts');

/** Prints the tables of the denials from the tests of this very run, and ends the run badly when a row does not hold. */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter by its default export.
export default class TableReporter implements Reporter {
  readonly #driven: (DenialRecord & { passed: boolean })[] = [];
  readonly #deadEnds: (DeadEndRecord & { passed: boolean })[] = [];

  onTestCaseResult(test: TestCase): void {
    const { denial, deadEnd } = test.meta();
    const passed = test.result().state === 'passed';
    if (denial) this.#driven.push({ ...denial, passed });
    if (deadEnd) this.#deadEnds.push({ ...deadEnd, passed });
  }

  onTestRunEnd(): void {
    const denials = denialTable(this.#driven);
    const deadEnds = deadEndTable(this.#deadEnds);
    const passed = denials.passed + deadEnds.passed;
    const failed = denials.failed + deadEnds.failed;
    process.stdout.write(`\n${denials.text}\n\n${deadEnds.text}\n\n${passed} rows hold, ${failed} do not\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'denials.jsonl'),
      [...this.#driven, ...this.#deadEnds].map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
    if (failed > 0) process.exitCode = 1;
  }
}
