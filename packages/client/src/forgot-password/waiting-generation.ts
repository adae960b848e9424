import { getAccount, refuseGeneration } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { untoldRefusals, withRefusal, withRefusalTold } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { tellRefusals } from '../relink/refuse-relink.ts';

/** Asks whether a generation waits that was begun without the keys in force, and shows it. */
export async function showWaiting(core: ClientCore): Promise<void> {
  const account = core.account();
  if (!account.ok) return;
  const served = await core.api.call(getAccount, {});
  const open = core.account();
  // Closed meanwhile, or another account's.
  if (!served.ok || !open.ok || open.value !== account.value) return;
  const { waiting, generation } = served.value;
  core.snapshots.update({
    waitingGeneration: waiting && {
      startedAtMs: waiting.startedAtMs,
      cause: waiting.cause,
      isOwn: waiting.generation === generation,
    },
  });
}

/**
 * "It was not me": the server drops the generation that waits, with its password and its sessions; then every organization
 * is told, so that nobody links it there either, whatever the server says. The server comes first, because that ends at once
 * what whoever began it can do. What is to be told is in the sealed account state before: whichever device of the account is opened
 * next goes on where this one was stopped.
 */
export async function refuseWaiting(
  core: ClientCore,
): Promise<Result<{ readonly untold: readonly string[] }>> {
  const account = core.account();
  if (!account.ok) return account;
  const { state } = account.value;
  const served = await core.api.call(getAccount, {});
  if (!served.ok) return served;
  const { waiting, generation } = served.value;
  if (waiting === undefined || waiting.generation === generation) return refuse('state_moved');
  const { statementHash } = waiting;
  // What could not be sent now is on this device.
  await state.change((known) => withRefusal(known, statementHash, core.clock.nowMs()));
  const refused = await core.api.call(refuseGeneration, { body: { statementHash } });
  if (!refused.ok) {
    // Over a line that was lost the server may have heard it, and then the organizations are to hear it, too.
    if (refused.code !== 'server_unreachable') {
      await state.keep((known) => withRefusalTold(known, statementHash));
    }
    return refused;
  }
  core.snapshots.update({ waitingGeneration: undefined });
  const told = await tellRefusals(core);
  return told.ok ? ok({ untold: told.value }) : told;
}

/** "It was me": says no more about it until the device is unlocked again, and takes back what was said against it. */
export async function dismissWaiting(core: ClientCore): Promise<void> {
  core.snapshots.update({ waitingGeneration: undefined });
  const account = core.account();
  if (!account.ok) return;
  const { state } = account.value;
  await state.keep((known) =>
    untoldRefusals(known).reduce((all, { statementHash }) => withRefusalTold(all, statementHash), known),
  );
}
