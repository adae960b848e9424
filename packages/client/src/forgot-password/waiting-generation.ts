import { getAccount, refuseGeneration } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { refuseRelink } from '../relink/refuse-relink.ts';

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
 * what whoever began it can do.
 */
export async function refuseWaiting(
  core: ClientCore,
  enter: Parameters<typeof refuseRelink>[1],
): Promise<Result<{ readonly untold: readonly string[] }>> {
  const account = core.account();
  if (!account.ok) return account;
  const served = await core.api.call(getAccount, {});
  if (!served.ok) return served;
  const { waiting, generation } = served.value;
  if (waiting === undefined || waiting.generation === generation) return refuse('state_moved');
  const { statementHash } = waiting;
  const refused = await core.api.call(refuseGeneration, { body: { statementHash } });
  if (!refused.ok) return refused;
  core.snapshots.update({ waitingGeneration: undefined });
  const told = await refuseRelink(core, enter, statementHash);
  return told.ok ? ok({ untold: told.value.notReached.map(({ address }) => address) }) : told;
}
