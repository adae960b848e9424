import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runStage } from './run-stage.mjs';
import { buildServer, buildWeb, install, requireNode, root } from './set-up.mjs';
import { summaryTable, totals } from './summary.mjs';

/**
 * `npm test`: whatever set-up is to do, then every suite, then one table. `npm test -- unit browser` runs those stages
 * only. The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.
 */

/**
 * Each stage is a program of its own, so that one which hangs or dies takes no other along. Those that count nothing are
 * single checks, each on one core for most of its time, and run side by side.
 */
const stages = [
  { name: 'types', program: ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'lint',
    program: ['node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off'],
  },
  { name: 'imports', program: ['scripts/check-imports.mjs'] },
  { name: 'dead code', program: ['node_modules/knip/bin/knip.js', '--no-config-hints'] },
  vitest('unit', 'unit'),
  vitest('scenarios (SQLite)', 'scenario'),
  vitest('scenarios (PostgreSQL)', 'scenario-postgres'),
  { name: 'attacks', program: ['scripts/attacks.mjs'], counted: 'artifacts/test/attacks.json', shown: true },
  {
    name: 'ways back',
    program: ['scripts/recovery.mjs'],
    counted: 'artifacts/test/recovery.json',
    shown: true,
  },
  { ...vitest('browser', 'browser'), needs: buildWeb },
];

function vitest(name, project) {
  const counted = `artifacts/test/${project}.json`;
  return {
    name,
    counted,
    program: [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${counted}`,
    ],
  };
}

/** Stages whose name begins with a word that was asked for; all when none was. */
function chosen(words) {
  const unknown = words.filter((word) => !stages.some(({ name }) => name.startsWith(word)));
  if (unknown.length > 0) {
    process.stderr.write(
      `No stage begins with ${unknown.join(', ')}. There are: ${stages.map(({ name }) => name).join(', ')}.\n`,
    );
    process.exit(1);
  }
  return words.length === 0
    ? stages
    : stages.filter(({ name }) => words.some((word) => name.startsWith(word)));
}

requireNode();
const asked = chosen(process.argv.slice(2));
await install();
rmSync(join(root, 'artifacts/test'), { recursive: true, force: true });
mkdirSync(join(root, 'artifacts/test'), { recursive: true });
await Promise.all([buildServer(), ...asked.map(({ needs }) => needs?.())]);

const results = [];
const startedMs = performance.now();
for (const group of groupsOf(asked)) {
  process.stdout.write(`${group.map(({ name }) => name).join(', ')} ...\n`);
  const ended = await Promise.all(group.map(runStage));
  results.push(...ended);
  for (const [at, { ok, log }] of ended.entries()) {
    if (ok && !group[at].shown) continue;
    process.stdout.write(`\n${log.trimEnd()}\n\n`);
  }
}
process.stdout.write(`\n${summaryTable(results, (performance.now() - startedMs) / 1000)}\n\n`);
const { passed, failed } = totals(results);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** All single checks together, every suite by itself. */
function groupsOf(chosenStages) {
  const checks = chosenStages.filter(({ counted }) => counted === undefined);
  const suites = chosenStages.filter(({ counted }) => counted !== undefined);
  return [...(checks.length > 0 ? [checks] : []), ...suites.map((suite) => [suite])];
}
