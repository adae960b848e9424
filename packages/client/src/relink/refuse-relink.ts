import type { GateAnswer } from '@postern/contract';
import { type HashB64, ok, type Result } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { appendEvents } from '../organization/append-events.ts';

/** Where a refusal stands in the ledger now, and where it could not be written, by address. */
export interface RefusedRelink {
  readonly refusedAt: readonly string[];
  readonly notReached: readonly { readonly address: string; readonly code: string }[];
}

/**
 * Says in the ledger of every organization of this account that a key statement is not the person's. Nobody links a member
 * under it from then on, whatever words are told. Where an organization cannot be entered now, the others have it all the
 * same. `enter` turns to an organization as the pages do.
 */
export async function refuseRelink(
  core: ClientCore,
  enter: (address: string) => Promise<Result<GateAnswer>>,
  statementHash: HashB64,
): Promise<Result<RefusedRelink>> {
  const account = core.account();
  if (!account.ok) return account;
  const before = core.snapshots.current().entered?.address;
  const refusedAt: string[] = [];
  const notReached: { address: string; code: string }[] = [];
  for (const { address } of account.value.state.current().heads) {
    const refused = await refuseAt(core, enter, address, statementHash);
    if (refused.ok) refusedAt.push(address);
    else notReached.push({ address, code: refused.code });
  }
  if (before !== undefined && core.entered?.address !== before) await enter(before);
  return ok({ refusedAt, notReached });
}

async function refuseAt(
  core: ClientCore,
  enter: (address: string) => Promise<Result<GateAnswer>>,
  address: string,
  statementHash: HashB64,
): Promise<Result<undefined>> {
  const gate = await enter(address);
  if (!gate.ok) return gate;
  if (gate.value.denial !== undefined) return { ok: false, code: gate.value.denial.code };
  const { entered } = core;
  const by = entered?.address === address ? entered.appender() : undefined;
  if (by === undefined) return { ok: false, code: 'locked' };
  if (!by.ok) return by;
  const { member } = by.value;
  const appended = await appendEvents(by.value, async (state) => {
    const isRefused = state.members[member]?.refusedStatements.includes(statementHash) ?? false;
    return ok({
      events: isRefused ? [] : [{ type: 'relink_refuse' as const, body: { member, statementHash } }],
    });
  });
  return appended.ok ? ok() : appended;
}
