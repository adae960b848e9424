import { askPhoneAtReset } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { refuseOlder } from '../account/refuse-older.ts';
import type { ClientCore } from '../client-core.ts';
import type { ResetInProgress } from '../forgot-password/reset-in-progress.ts';
import { askPhones, type PhonesAnswer, type StandingQuestion } from './ask-phones.ts';
import type { ApprovalFacts } from './port.ts';

/** Asks the phones of an account whose password is forgotten and whose mailbox is proven. */
export async function askAtReset(
  core: ClientCore,
  reset: ResetInProgress,
  show: (facts: ApprovalFacts) => void,
): Promise<Result<StandingQuestion>> {
  // Where two generations are served, the phone says by its answer which one it belongs to.
  const served = reset.servedKeys().filter(({ generation }) => reset.hasPhone(generation));
  const { identity } = core.accountCore;
  const { ticket } = reset;
  return askPhones(
    core,
    served,
    (question) => core.api.call(askPhoneAtReset, { body: { ...question, ticket, client: identity } }),
    show,
  );
}

/** Brings the keys back into the reset by what a phone handed over. */
export async function takeAtReset(
  core: ClientCore,
  reset: ResetInProgress,
  answer: Result<PhonesAnswer>,
): Promise<Result<undefined>> {
  if (!answer.ok) return answer;
  // The key storage may be a newer one than when the question was asked.
  const read = await reset.read(core.api);
  if (!read.ok) return read;
  const { open, seen } = answer.value;
  let wrong: Result<undefined> = refuse('approval_answer_wrong');
  for (const served of reset.servedKeys()) {
    const opened = await open(served);
    if (!opened.ok) {
      wrong = opened;
      continue;
    }
    const known = refuseOlder(seen.keyStorageVersion, opened.value.statement.version);
    if (!known.ok) return known;
    const taken = reset.accept(opened.value, undefined, seen.stateRevision);
    return taken.ok ? ok() : taken;
  }
  return wrong;
}
