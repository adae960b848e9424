import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { install, requireNode, root } from './set-up.mjs';

/**
 * `npm run recovery`: goes every way back, who lost what, with real clients before a real server, and prints what was denied,
 * what was done about it and what was there again. Words after `--` choose files, as Vitest does; rows that are then not
 * gone through read `not reached`, and the exit code is 1.
 */
requireNode();
await install();
const counts = join(root, 'artifacts/test/recovery.json');
rmSync(counts, { force: true });
const child = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=recovery',
    '--reporter=default',
    '--reporter=./recovery/harness/table-reporter.ts',
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, POSTERN_RECOVERY_COUNTS: counts } },
);
child.on('error', (error) => {
  throw error;
});
child.on('close', (code) => {
  process.exitCode = code === 0 && allLeadBack() ? 0 : 1;
});

/** Without counts of this run nothing is known, and nothing known is a failure. */
function allLeadBack() {
  try {
    return JSON.parse(readFileSync(counts, 'utf8')).failed === 0;
  } catch {
    return false;
  }
}
