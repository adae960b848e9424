import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { CrowdDone, CrowdTask } from './crowd.ts';

/** Clients in a process of their own, so that the server is measured and not they. */
export interface Crowd {
  /** Sends a task. `heard`: the crowd has begun with it; `done`: what came of it. */
  tell(task: CrowdTask): { readonly heard: Promise<void>; readonly done: Promise<CrowdDone> };
  stop(): void;
}

/** What a process needs beside its connections. */
const otherFiles = 200;

/** Says plainly when this machine does not let one process have so many connections. */
export function requireConnections(count: number): void {
  const limit = readFileSync('/proc/self/limits', 'utf8').match(/^Max open files\s+(\d+)/m)?.[1];
  if (limit === undefined || Number(limit) >= count + otherFiles) return;
  throw new Error(
    `${count} connections need ${count + otherFiles} open files for a process, and ${limit} are allowed: raise it with "ulimit -n ${count + otherFiles}"`,
  );
}

/** Starts this benchmark's own program once more, with `crowd` as its word; that then has to call `serveCrowd`. */
export function startCrowd(): Crowd {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'crowd'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.on('exit', killAtExit);
  return {
    tell: (task) => {
      const heard = nextOf(child).then(() => undefined);
      const done = heard.then(() => nextOf(child)) as Promise<CrowdDone>;
      child.send(task);
      return { heard, done };
    },
    stop: () => {
      process.off('exit', killAtExit);
      child.kill();
    },
  };
}

function nextOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const lost = (code: number | null) => reject(new Error(`the crowd ended with ${code}`));
    child.once('exit', lost);
    child.once('message', (message) => {
      child.off('exit', lost);
      resolve(message);
    });
  });
}
