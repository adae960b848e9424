import type { MemberId } from '@postern/core';
import { hasPermission, type Member, maxClockSkewMs } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import { readAdministered } from './administered.ts';
import { changeEach } from './change-each.ts';

/**
 * Writes into the ledger which memberships are over, as far as this member may, so that it binds for everybody who reads
 * it. The gate refuses them from their date on; this waits until the date is past by every clock that the server takes.
 * What is refused waits for somebody who may.
 */
export async function noteEnds(core: ClientCore): Promise<void> {
  const read = await readAdministered(core);
  if (!read.ok) return;
  const { state, self } = read.value;
  if (!hasPermission(state, self, 'members.manage')) return;
  const latestMs = core.clock.nowMs() - maxClockSkewMs;
  const over = Object.values(state.members).filter((member) => isOver(member, latestMs));
  if (over.length === 0) return;
  await changeEach(
    core,
    over.map(({ id }): MemberId => id),
    (member) => ({ type: 'expire', body: { heads: [], member } }),
  );
}

function isOver({ status, endsAtMs }: Member, latestMs: number): boolean {
  return (status === 'active' || status === 'disabled') && endsAtMs !== null && endsAtMs <= latestMs;
}
