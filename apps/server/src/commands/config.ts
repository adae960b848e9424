import { configurationMarkdown, explainConfig } from '../platform/config/explain-config.ts';
import { parseConfig } from '../platform/config/parse-config.ts';

/** Prints the settings, then what is wrong with them. Answers the exit code: 2 when a server would not start. */
export function runConfig(options: { readonly markdown?: boolean }): number {
  if (options.markdown) {
    process.stdout.write(configurationMarkdown());
    return 0;
  }
  process.stdout.write(`${explainConfig(process.env)}\n`);
  const parsed = parseConfig(process.env);
  if (parsed.ok) return 0;
  process.stderr.write(`\n${parsed.problems.join('\n')}\n`);
  return 2;
}
