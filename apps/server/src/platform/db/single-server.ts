import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import { DatabaseRefused } from './migrations.ts';

/**
 * Makes this process the only server on a data folder and answers how to let go. The lock is the operating system's:
 * a tiny SQLite file held in an exclusive transaction, so it ends with the process however that ends. The process
 * number beside it is only for the sentence; it may be stale and decides nothing.
 */
export function holdDataFolder(data: string): () => void {
  const lock = new Libsql(join(data, 'server.lock'));
  const holderFile = join(data, 'server.pid');
  try {
    lock.pragma('busy_timeout = 0');
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')))
      throw error;
    throw new DatabaseRefused(
      `Another Postern server${holder(holderFile)} uses the data folder ${data}. Stop it first, or give this one its own POSTERN_DATA.`,
    );
  }
  writeFileSync(holderFile, `${process.pid}\n`);
  return () => {
    lock.exec('rollback');
    lock.close();
  };
}

function holder(file: string): string {
  try {
    const pid = readFileSync(file, 'utf8').trim();
    return /^\d+$/.test(pid) ? ` (process ${pid})` : '';
  } catch {
    return '';
  }
}
