import { restore } from '../operator/restore.ts';
import { parseConfig } from '../platform/config/parse-config.ts';
import { runOperation } from './run-operation.ts';

/** Restores a backup and says what it brought. Answers the exit code. */
export async function runRestore(file: string, options: { readonly replace?: boolean }): Promise<number> {
  return runOperation('Postern does not restore.', parseConfig(process.env), async (config) => {
    const { header, rows, keysWritten, oldKeyFile, unreadable } = await restore(config, {
      file,
      replace: options.replace ?? false,
      nowMs: Date.now(),
    });
    const at = new Date(header.atMs).toISOString();
    process.stdout.write(
      `Restored ${rows} rows, as they were at ${at}, with the server keys ${header.keyId}.\n`,
    );
    if (keysWritten) process.stdout.write(`The key file ${config.keyFile} came from the backup.\n`);
    if (oldKeyFile !== undefined) {
      process.stdout.write(`The key file that was there before is ${oldKeyFile} now.\n`);
    }
    if (unreadable.length > 0) {
      process.stderr.write(
        `The ledgers of these organizations are damaged in the backup, so nobody gets into them: ${unreadable.join(', ')}.\n`,
      );
    }
    process.stdout.write(
      'Start the server. Everybody signs in again; their devices bring back what is newer.\n',
    );
    return 0;
  });
}
