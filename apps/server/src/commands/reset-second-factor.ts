import { resetSecondFactor } from '../operator/reset-second-factor.ts';
import { parseConfig } from '../platform/config/parse-config.ts';
import { runOperation } from './run-operation.ts';

/** Takes an account's second factors off and says what became of them. Answers the exit code. */
export async function runResetSecondFactor(address: string): Promise<number> {
  return runOperation('Postern does not reset.', parseConfig(process.env), async (config) => {
    const { email, factors, told, mailed } = await resetSecondFactor(config, { address, nowMs: Date.now() });
    const counted = factors === 1 ? 'one second factor' : `${factors} second factors`;
    process.stdout.write(
      factors === 0
        ? `The account of ${email} has no second factor. Nothing was changed.\n`
        : `Took ${counted} and the backup codes off the account of ${email}. Its password alone signs in now.\n`,
    );
    if (factors === 0) return 0;
    const others = told === 0 ? '' : ' and the owners and custodians of its organizations';
    process.stdout.write(
      mailed
        ? `It is in the account’s access log, and a mail tells its person${others}.\n`
        : `It is in the account’s access log, but not every mail to its person${others} was sent. Tell them.\n`,
    );
    return 0;
  });
}
