import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runStage } from './run-stage.mjs';
import { buildServer, buildWeb, install, requireNode, root } from './set-up.mjs';
import { summaryTable, totals } from './summary.mjs';

/**
 * `npm test`: whatever set-up is to do, then every suite, then one table. `npm test -- unit browser` runs those stages
 * only. The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.
 */

/** Each stage is a program of its own, so that one which hangs or dies takes no other along. */
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
await buildServer();

const results = [];
for (const stage of asked) {
  await stage.needs?.();
  process.stdout.write(`${stage.name} ...\n`);
  const result = await runStage(stage);
  results.push(result);
  if (result.ok && !stage.shown) continue;
  process.stdout.write(`\n${result.log.trimEnd()}\n\n`);
}
process.stdout.write(`\n${summaryTable(results)}\n\n`);
const { passed, failed } = totals(results);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
