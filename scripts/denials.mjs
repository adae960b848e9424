import { spawn } from 'node:child_process';
import { buildServer, buildWeb, install, requireNode, root } from './set-up.mjs';

/**
 * `npm run denials`: drives every denial of rows 1 to 17 with two people in two browsers and prints code, reached, whether
 * through the inbox, remedy worked, seconds from remedy to entry; then the dead ends, with the way out of each. Words after
 * `--` choose files, as Vitest does; rows that are then not driven read `not reached`, and the exit code is 1. With
 * DENIALS_STUDY set, pictures and figures of each row go into artifacts/study.
 */
requireNode();
await install();
await buildWeb();
await buildServer();
const words = process.argv.slice(2);
const child = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=browser',
    '--reporter=default',
    '--reporter=./e2e/denials/table-reporter.ts',
    ...(words.length === 0 ? ['e2e/denials/'] : words.map((word) => `e2e/denials/${word}`)),
  ],
  { cwd: root, stdio: 'inherit' },
);
child.on('error', (error) => {
  throw error;
});
child.on('close', (code) => {
  // The reporter fails the run for a row that was not reached.
  process.exitCode = code === 0 ? 0 : 1;
});
