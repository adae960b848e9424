import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AppServer } from '../app/start-server.ts';

const postern = join(import.meta.dirname, '../../apps/server/bin/postern.mjs');

/** The operator's command, as it is typed beside the running server. Answers what it said. */
export async function operate({ data }: AppServer, ...words: string[]): Promise<string> {
  const env = { ...process.env, POSTERN_DATA: data };
  return (await promisify(execFile)(process.execPath, [postern, 'org', ...words], { env })).stdout;
}
