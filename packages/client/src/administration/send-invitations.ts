import { invitationPath, mailInvitation } from '@postern/contract';
import {
  type Email,
  type InviteId,
  newId,
  ok,
  type Refusal,
  type RequestId,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import { type Delivery, epochIsStale, findGroup, findInvitation, type LedgerState } from '@postern/ledger';
import type { ClientCore } from '../client-core.ts';
import type { DraftedEvent } from '../organization/append-events.ts';
import { changeLedger, readAdministered } from './administered.ts';
import { changeEach } from './change-each.ts';
import { type DrawnInvitation, drawInvitation } from './draw-invitation.ts';
import { writeInvitationFragment } from './invitation-link.ts';
import { parseAddresses } from './parse-addresses.ts';
import { renewEverything } from './people-port.ts';
import type { InvitationsPort, InviteDraft, InvitedAddress, MadeInvitation } from './port.ts';
import { asEvent } from './vault-access-port.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Sealed keys in one request, well below what a server takes. */
const keysAtOnce = 4000;

interface Addressed {
  readonly email: Email;
  readonly invite: InviteId;
  readonly drawn: DrawnInvitation;
}

/** Invites everybody of a pasted list. Each address answers for itself; refused as a whole when nothing could be tried. */
export async function sendInvitations(
  core: ClientCore,
  addresses: string,
  draft: InviteDraft,
  request?: RequestId,
): Promise<Result<readonly InvitedAddress[]>> {
  const read = await readAdministered(core);
  if (!read.ok) return read;
  const { organization: org } = read.value.state;
  if (draft.groups.some((id) => isStale(read.value.state, id))) await renewEverything(core);
  const listed = parseAddresses(addresses);
  const invited: Addressed[] = [];
  for (const one of listed) {
    if ('refused' in one) continue;
    const invite = newId<InviteId>();
    invited.push({ email: one.email, invite, drawn: await drawInvitation(org, invite, draft.delivery) });
  }
  const expiresAtMs = core.clock.nowMs() + Math.round(draft.expiresInDays * dayMs);
  const keysEach = draft.delivery === 'mail' ? 1 : 1 + draft.grants.length + draft.groups.length;
  const changed = await changeEach(core, invited, (one) => inviteEvent(one, draft, expiresAtMs), {
    atOnce: Math.max(1, Math.floor(keysAtOnce / keysEach)),
    // One person asked: a list of others settles nothing of theirs.
    request: invited.length === 1 ? request : undefined,
  });
  if (!changed.ok) return changed;
  const { outcomes, state } = changed.value;
  const answers = new Map<string, InvitedAddress>();
  for (const { of, refused } of outcomes) {
    const address = of.email;
    const made = refused ?? (await deliver(core, state, of, draft.delivery));
    answers.set(
      address,
      'code' in made ? { address, ok: false, refused: made } : { address, ok: true, made },
    );
  }
  return ok(
    listed.map(
      (one): InvitedAddress =>
        'refused' in one
          ? { address: one.address, ok: false, refused: one.refused }
          : (answers.get(one.email) ?? { address: one.address, ok: false, refused: refuse('head_moved') }),
    ),
  );
}

function isStale(state: LedgerState, id: InviteDraft['groups'][number]): boolean {
  const group = findGroup(state, id);
  return group !== undefined && epochIsStale(group);
}

function inviteEvent(
  { email, invite, drawn }: Addressed,
  draft: InviteDraft,
  expiresAtMs: number,
): DraftedEvent {
  return {
    type: 'invite',
    body: {
      clients: { allowed: [...draft.clients.allowed], denied: [...draft.clients.denied] },
      delivery: draft.delivery,
      email,
      endsAtMs: draft.endsAtMs,
      expiresAtMs,
      grants: draft.grants.map(({ vault, given }) => ({ ...asEvent(given), vault })),
      groups: [...draft.groups],
      invite,
      permissions: [...draft.permissions],
      role: draft.role,
      ...publicHalves(drawn),
    },
  } as DraftedEvent;
}

function publicHalves({ keys }: DrawnInvitation) {
  return {
    sealingKey: toBase64Url(keys.sealing.publicKey),
    signingKey: toBase64Url(keys.signing.publicKey),
  };
}

/** Another secret in place of the one before, which opens nothing more, for as long again as it was good for. */
export async function resendInvitation(
  core: ClientCore,
  ...[invite, wanted, request]: Parameters<InvitationsPort['resend']>
): Promise<Result<MadeInvitation>> {
  const read = await readAdministered(core);
  if (!read.ok) return read;
  const before = findInvitation(read.value.state, invite);
  if (before === undefined) return refuse('invitation_not_open');
  const delivery = wanted ?? before.delivery;
  if (before.groups.some((id) => isStale(read.value.state, id))) await renewEverything(core);
  const drawn = await drawInvitation(read.value.state.organization, invite, delivery);
  const lastedMs = Math.max(dayMs, before.expiresAtMs - read.value.setBy(before.statusSeq).atMs);
  const changed = await changeLedger(core, async () =>
    ok({
      events: [
        {
          type: 'invite_resend' as const,
          body: { delivery, expiresAtMs: core.clock.nowMs() + lastedMs, invite, ...publicHalves(drawn) },
        },
      ],
      request,
    }),
  );
  if (!changed.ok) return changed;
  const made = await deliver(core, changed.value, { email: before.email, invite, drawn }, delivery);
  // Whoever had the secret before had its keys.
  await renewEverything(core);
  return 'code' in made ? made : ok(made);
}

/** The link, and its mail where the delivery has one. A mail that could not go is told beside the link. */
async function deliver(
  core: ClientCore,
  state: LedgerState | undefined,
  { email, invite, drawn }: Addressed,
  delivery: Delivery,
): Promise<MadeInvitation | Refusal> {
  const at = state && findInvitation(state, invite)?.statusSeq;
  const event = at === undefined ? undefined : core.entered?.ledger.known()?.hashAt(at);
  if (state === undefined || event === undefined) return refuse('invitation_not_open');
  const { organization } = state;
  const fragment = writeInvitationFragment({ organization, event, secret: drawn.secret, email });
  const link = `${core.snapshots.current().server?.publicUrl ?? ''}${invitationPath}#${fragment}`;
  const mailRefused = delivery === 'link' ? undefined : await mail(core, organization, invite, fragment);
  return { invite, email, link, words: drawn.words, mailRefused };
}

async function mail(
  core: ClientCore,
  organization: LedgerState['organization'],
  invite: InviteId,
  fragment: string,
): Promise<Refusal | undefined> {
  const sent = await core.api.call(mailInvitation, { params: { organization, invite }, body: { fragment } });
  if (!sent.ok) return sent;
  const why = sent.value.state === 'waiting' ? sent.value.code : undefined;
  return why === undefined ? undefined : refuse(why);
}
