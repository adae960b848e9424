import { openInvitation } from '@postern/contract';
import { type Bytes, type HashB64, ok, type Result, refuse } from '@postern/core';
import {
  findInvitation,
  type Invitation,
  invitationStanding,
  type LedgerState,
  parseEvent,
  verifyChain,
} from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { ClientCore } from '../client-core.ts';
import { judgeServedLedger } from '../organization/judge-served-ledger.ts';
import { explainInvalid } from '../organization/ledger-keeper.ts';
import type { InvitationLink } from './invitation-link.ts';

/** An invitation and the whole ledger it stands in, verified from the genesis that the link names. */
export interface ReadInvitation {
  readonly link: InvitationLink;
  readonly invitation: Invitation;
  readonly state: LedgerState;
  readonly events: readonly Bytes[];
  readonly hashes: readonly HashB64[];
}

/**
 * Reads what a link leads to, going on from `before` if that was read a moment ago. DEFENCE (attack rows BW08, BW09,
 * X13): nothing is believed before the chain was verified from the organization's id in the link to the very event in
 * the link; a history that this account has seen further is not accepted for a shorter or another one.
 */
export async function readInvitation(
  core: ClientCore,
  link: InvitationLink,
  before: ReadInvitation | undefined,
): Promise<Result<ReadInvitation>> {
  const account = core.account();
  if (!account.ok) return account;
  const base = before?.link.event === link.event ? before : undefined;
  const served: Bytes[] = [];
  const known = base?.events ?? [];
  for (;;) {
    const page = await core.api.call(openInvitation, {
      params: { organization: link.organization },
      body: { event: link.event, from: known.length + served.length },
    });
    if (!page.ok) return page;
    served.push(...page.value.events.map(bytesOfWire));
    if (!page.value.more) break;
    if (page.value.events.length === 0) return refuse('server_refused_form');
  }
  if (known.length + served.length === 0) return refuse('invitation_not_open');
  const verified = await verifyChain(base?.state ?? null, served);
  if (!verified.ok) return explainInvalid(verified);
  const { state } = verified.value;
  const hashes = [...(base?.hashes ?? []), ...verified.value.hashes];
  const pin = account.value.state.current().heads.find(({ org }) => org === link.organization);
  const chain = { head: state.head, hashAt: (seq: number) => hashes[seq] };
  const judged = judgeServedLedger(link.organization, pin, chain, () => undefined);
  if (!judged.ok) return judged;
  const events = [...known, ...served];
  const invitation = findInvited(state, events, hashes.indexOf(link.event));
  if (invitation === undefined) return refuse('invitation_not_open');
  const standing = invitationStanding(state, invitation, core.clock.nowMs());
  if (standing === 'expired') {
    return refuse('invitation_expired', { params: { endedAtMs: invitation.expiresAtMs } });
  }
  if (standing === 'void') return refuse('invitation_void');
  if (standing !== 'open') return refuse('invitation_not_open');
  return ok({ link, invitation, state, events, hashes });
}

/** The invitation whose newest secret the event at a position gave. */
function findInvited(state: LedgerState, events: readonly Bytes[], at: number): Invitation | undefined {
  const bytes = events[at];
  const event = bytes && parseEvent(bytes);
  if (event === undefined || !event.ok) return undefined;
  const { payload } = event.value;
  if (payload.type !== 'invite' && payload.type !== 'invite_resend') return undefined;
  const invitation = findInvitation(state, payload.body.invite);
  return invitation?.statusSeq === at ? invitation : undefined;
}
