import { describeDemo } from './describe-demo.ts';
import { type Demo, startDemo } from './start-demo.ts';

/** Somebody signed in is asked again after a quarter of an hour. */
const leapMs = 16 * 60_000;

/** Starts the demo, prints who is there, and runs until a signal. Answers the exit code. */
export async function runDemo(root: string, port: number): Promise<number> {
  const demo = await startDemo(root, port).catch((error: unknown) => explain(error, port));
  if (demo === undefined) return 1;
  process.stdout.write(`\n${describeDemo(demo)}\n`);
  process.stdin.on('data', () => {
    demo.passMs(leapMs);
    process.stdout.write('16 minutes have passed for the server. Reload the page.\n');
  });
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, resolve);
  });
  process.stdin.destroy();
  await demo.stop();
  return 0;
}

function explain(error: unknown, port: number): Demo | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  process.stderr.write(
    `Port ${port} is in use by another program. Stop that one, or choose another port: npm run demo -- 4300\n`,
  );
  return undefined;
}
