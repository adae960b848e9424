import { Command } from 'commander';
import { runConfig } from './commands/config.ts';
import { runServe } from './commands/serve.ts';
import { version } from './version.ts';

/** The operator's command line. A command answers its exit code. */
export async function runCli(argv: readonly string[]): Promise<void> {
  const program = new Command('postern')
    .description(
      'A self-hosted, end-to-end-encrypted password manager for teams. Settings: "postern config".',
    )
    .version(version)
    .showHelpAfterError();
  program
    .command('serve', { isDefault: true })
    .description('run the server until it is told to stop')
    .action(async () => {
      process.exitCode = await runServe();
    });
  program
    .command('config')
    .description('print what the server would run with, and what is wrong with it')
    .option('--markdown', 'print the table of all settings as docs/configuration.md holds it')
    .action((options: { markdown?: boolean }) => {
      process.exitCode = runConfig(options);
    });
  await program.parseAsync([...argv]);
}
