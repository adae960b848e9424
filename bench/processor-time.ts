import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processor time of a process so far, all its threads, in milliseconds. From Linux's scheduler, to the nanosecond:
 * unlike the clock on the wall it does not grow with what else the machine does.
 */
export function processorMs(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [running = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    nanoseconds += Number(running);
  }
  return nanoseconds / 1e6;
}

/** Memory of a process that is in use right now, in megabytes (resident set). */
export function residentMB(pid: number): number {
  const kibibytes = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
  if (kibibytes === undefined) throw new Error('the system does not say how much memory a process has');
  return (Number(kibibytes) * 1024) / 1e6;
}
