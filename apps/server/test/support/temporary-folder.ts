import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Signals that would end this process without its `exit` handlers. */
const endings = ['SIGTERM', 'SIGHUP'] as const;

/**
 * One temporary folder for a whole run, in which every test makes its own: whatever a test leaves behind because it
 * failed, was killed or forgot it is gone with the run.
 */
export function setup(): () => void {
  if (process.env.POSTERN_TEST_RUN_FOLDER !== undefined) return () => {};
  const outer = process.env.TMPDIR;
  const folder = mkdtempSync(join(tmpdir(), 'postern-tests-'));
  // PostgreSQL runs as another user in a folder below.
  chmodSync(folder, 0o711);
  process.env.POSTERN_TEST_RUN_FOLDER = folder;
  process.env.TMPDIR = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const exitBadly = () => process.exit(1);
  process.on('exit', remove);
  for (const signal of endings) process.on(signal, exitBadly);
  return () => {
    process.off('exit', remove);
    for (const signal of endings) process.off(signal, exitBadly);
    delete process.env.POSTERN_TEST_RUN_FOLDER;
    if (outer === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = outer;
    remove();
  };
}
