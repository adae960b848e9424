import { backUp } from '../operator/back-up.ts';
import { parseConfig } from '../platform/config/parse-config.ts';
import { runOperation } from './run-operation.ts';

/** Writes a backup and says what it holds and what it needs. Answers the exit code. */
export async function runBackup(
  file: string,
  options: { readonly withKeys?: boolean; readonly withoutKeys?: boolean },
): Promise<number> {
  const { withKeys = false, withoutKeys = false } = options;
  return runOperation('Postern does not back up.', parseConfig(process.env), async (config) => {
    if (withKeys === withoutKeys) {
      process.stderr.write(
        `Say what becomes of the key file ${config.keyFile}, without which nobody can sign in with a password:\n` +
          '  --with-keys     puts it into the backup; then the backup alone lets its holder guess passwords\n' +
          '  --without-keys  leaves it out; then keep a copy of it, in another place than the backup\n',
      );
      return 2;
    }
    const {
      file: written,
      keyId,
      rows,
      tables,
    } = await backUp(config, {
      file,
      withKeys,
      nowMs: Date.now(),
    });
    process.stdout.write(`Wrote ${rows} rows of ${tables} tables to ${written}.\n`);
    process.stdout.write(
      withKeys
        ? `It includes the server keys ${keyId}: keep it where nobody else gets at it.\n`
        : `This backup needs the key file ${config.keyFile} (id ${keyId}); without it nobody can sign in with a password.\n`,
    );
    return 0;
  });
}
