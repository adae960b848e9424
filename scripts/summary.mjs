/**
 * Passed and failed of a stage from its exit code and, where it counts, its report (Vitest's JSON, or
 * `{ passed, failed }`). A stage that ends badly has failed at least once, whatever it reports; so has one that ran
 * nothing.
 */
export function countsOf(exitCode, report) {
  const { passed, failed } =
    report === undefined ? { passed: exitCode === 0 ? 1 : 0, failed: 0 } : read(report);
  if (failed === 0 && (exitCode !== 0 || passed === 0)) return { passed, failed: 1 };
  return { passed, failed };
}

function read(report) {
  if (!Array.isArray(report.testResults)) return { passed: report.passed ?? 0, failed: report.failed ?? 0 };
  // A file that does not load has no tests to fail; it counts as one. A skipped or unfinished test has not passed.
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length };
}

/** All stages' counts together. */
export function totals(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), seconds: sum('seconds') };
}

/** The stages as a table: name, verdict, counts, seconds; those of all are `seconds` where some ran side by side. */
export function summaryTable(results, seconds = totals(results).seconds) {
  const all = { ...totals(results), seconds };
  const rows = [...results, { name: 'all', ok: all.failed === 0, ...all }].map((result) => [
    result.name,
    result.ok ? 'ok' : 'FAILED',
    String(result.passed),
    String(result.failed),
    result.seconds.toFixed(1),
  ]);
  return table(['stage', 'result', 'passed', 'failed', 'seconds'], rows, [2, 3, 4]);
}

/** Plain columns, as wide as their widest cell; those in `right` are aligned there. */
export function table(head, rows, right = []) {
  const widths = head.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i].length)));
  const line = (cells) =>
    cells
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}
