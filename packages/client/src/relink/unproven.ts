import { deny } from '@postern/access';
import { type GateAnswer, withdrawRequest } from '@postern/contract';
import type { MemberId } from '@postern/core';
import type { LedgerState, Member } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';

/**
 * What this device says of an organization whose gate would let it in, and of which nothing proves that somebody who heard
 * the words signed for its keys. `by`: who signed, by that very history; it may be made up as a whole. INVARIANT: the person can ask
 * for another signature from here, and nothing else gets them in.
 */
export function unprovenGate(
  asked: GateAnswer,
  state: LedgerState,
  member: Pick<Member, 'id'>,
  by: MemberId | undefined,
): GateAnswer {
  const email = by === undefined ? undefined : state.members[by]?.email;
  const names = email === undefined ? [] : [email];
  const { code, remedies, fixers } = deny(
    'relink_unproven',
    { names },
    state.owner === member.id ? {} : { remedies: ['ask_new_invitation'], fixers: ['custodian'] },
  );
  return {
    organization: state.organization,
    member: member.id,
    allowed: false,
    denial: { code, params: { names }, remedies: [...remedies], fixers: [...fixers] },
    path: asked.path.map((one) => (one.arch === 'key' ? { ...one, state: 'shut' as const } : one)),
    atMs: asked.atMs,
  };
}

/** Takes back what was asked for there, once this device is inside some other way: nobody has to hear words any more. */
export async function withdrawUnproven(core: ClientCore, address: string): Promise<void> {
  for (const { code, state, request } of core.ownRequests.at(address)) {
    if (code !== 'relink_unproven' || state !== 'open') continue;
    const withdrawn = await core.api.call(withdrawRequest, { params: { address, request } });
    if (withdrawn.ok) core.ownRequests.keep(address, withdrawn.value);
    else await core.ownRequests.read(address);
  }
}
