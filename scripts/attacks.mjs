import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, requireNode, root } from './set-up.mjs';

/**
 * `npm run attacks`: plays the attack catalogue and prints its table. Words after `--` choose files, as Vitest does;
 * rows that are then not played read `not reached`, and the exit code is 1.
 */
requireNode();
await install();
const counts = join(root, 'artifacts/test/attacks.json');
rmSync(counts, { force: true });
const child = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=attacks',
    '--project=attacks-replacing',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=./attacks/harness/table-reporter.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, POSTERN_ATTACK_COUNTS: counts } },
);
child.on('error', (error) => {
  throw error;
});
child.on('close', (code) => {
  process.exitCode = code === 0 && allRowsHold() ? 0 : 1;
});

/** Without counts of this run nothing is known, and nothing known is a failure. */
function allRowsHold() {
  try {
    return JSON.parse(readFileSync(counts, 'utf8')).failed === 0;
  } catch {
    return false;
  }
}
