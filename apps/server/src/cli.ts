import { Command } from 'commander';
import { runBackup } from './commands/backup.ts';
import { runConfig } from './commands/config.ts';
import { addOrganizationCommands } from './commands/organization.ts';
import { runResetSecondFactor } from './commands/reset-second-factor.ts';
import { runRestore } from './commands/restore.ts';
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
  program
    .command('backup')
    .description('write the database to a file, while the server runs')
    .argument('<file>', 'a new file')
    .option('--with-keys', 'put the key file into the backup')
    .option('--without-keys', 'leave the key file out; keep a copy of it in another place')
    .action(async (file: string, options: { withKeys?: boolean; withoutKeys?: boolean }) => {
      process.exitCode = await runBackup(file, options);
    });
  program
    .command('restore')
    .description('make the database what a backup says, while no server runs')
    .argument('<file>', 'a file that "postern backup" wrote')
    .option('--replace', 'delete what is in the database')
    .action(async (file: string, options: { replace?: boolean }) => {
      process.exitCode = await runRestore(file, options);
    });
  program
    .command('account')
    .description('help with accounts')
    .command('reset-second-factor')
    .description('take all second factors and backup codes off an account; also while the server runs')
    .argument('<address>', 'mail address of the account')
    .action(async (address: string) => {
      process.exitCode = await runResetSecondFactor(address);
    });
  addOrganizationCommands(program);
  await program.parseAsync([...argv]);
}
