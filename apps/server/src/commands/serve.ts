import { startServer } from '../main.ts';
import { explainStart } from '../platform/config/explain-config.ts';
import { parseConfig } from '../platform/config/parse-config.ts';
import { isKeyFileExposed } from '../platform/keys.ts';
import { version } from '../version.ts';
import { explainStartFailure } from './explain-start-failure.ts';

/** How long a stop may take before the process ends regardless. */
const stopDeadlineMs = 15_000;
/** A terminal and npm may both pass on one Ctrl-C: only a later signal means "now". */
const impatientAfterMs = 1_000;

/** Runs the server until SIGTERM or SIGINT. Answers the exit code: 0 after a stop, 1 or 2 when it cannot start. */
export async function runServe(): Promise<number> {
  // Whatever this process writes is for its own user alone.
  process.umask(0o077);
  const parsed = parseConfig(process.env);
  if (!parsed.ok) {
    process.stderr.write(
      `Postern does not start:\n${parsed.problems.map((line) => `  ${line}`).join('\n')}\n`,
    );
    return 2;
  }
  const config = parsed.value;
  const started = await startServer(config).catch((error: unknown) => {
    const sentence = explainStartFailure(error, config);
    if (sentence === undefined) throw error;
    process.stderr.write(`Postern does not start. ${sentence}\n`);
    return undefined;
  });
  if (!started) return 1;
  process.stdout.write(`${explainStart(config, started.url, version)}\n`);
  if (isKeyFileExposed(config.keyFile)) {
    process.stderr.write(`Other users of this machine can read ${config.keyFile}. Give it mode 0600.\n`);
  }
  await stopSignal();
  process.stdout.write('Postern is stopping.\n');
  setTimeout(() => process.exit(1), stopDeadlineMs).unref();
  await started.stop();
  return 0;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    const asked = () => {
      const nowMs = Date.now();
      if (askedAtMs !== undefined && nowMs - askedAtMs > impatientAfterMs) process.exit(1);
      askedAtMs ??= nowMs;
      resolve();
    };
    process.on('SIGTERM', asked);
    process.on('SIGINT', asked);
  });
}
