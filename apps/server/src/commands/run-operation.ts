import { OperationRefused } from '../operator/operation-refused.ts';
import type { Config, ConfigResult } from '../platform/config/parse-config.ts';
import { explainStartFailure } from './explain-start-failure.ts';

/**
 * Runs an operator's command with the settings of the environment. Answers its exit code, or 2 when the settings cannot
 * be used and 1 when the command is refused, with a sentence that begins with `failure`. Faults are thrown.
 */
export async function runOperation(
  failure: string,
  parsed: ConfigResult,
  work: (config: Config) => Promise<number>,
): Promise<number> {
  // Whatever this process writes is for its own user alone.
  process.umask(0o077);
  if (!parsed.ok) {
    process.stderr.write(`${failure}\n${parsed.problems.map((line) => `  ${line}`).join('\n')}\n`);
    return 2;
  }
  try {
    return await work(parsed.value);
  } catch (error) {
    const sentence =
      error instanceof OperationRefused ? error.message : explainStartFailure(error, parsed.value);
    if (sentence === undefined) throw error;
    process.stderr.write(`${failure} ${sentence}\n`);
    return 1;
  }
}
