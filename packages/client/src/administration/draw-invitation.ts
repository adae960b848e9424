import type { InviteId, OrganizationId } from '@postern/core';
import {
  drawSecret,
  type InvitationKeys,
  type InviteSecret,
  invitationKeysOf,
  secretWithWords,
} from '@postern/crypto';
import type { Delivery } from '@postern/ledger';
import { drawWords } from '../words/draw-words.ts';

/** The secret of an invitation as it will be delivered, and the keys it stands for. */
export interface DrawnInvitation {
  readonly secret: InviteSecret;
  readonly words: readonly string[] | undefined;
  readonly keys: InvitationKeys;
}

/** A fresh secret; with `words` the link alone opens nothing, and neither do the words. */
export async function drawInvitation(
  org: OrganizationId,
  invite: InviteId,
  delivery: Delivery,
): Promise<DrawnInvitation> {
  const secret = drawSecret<InviteSecret>();
  if (delivery !== 'words') {
    return { secret, words: undefined, keys: await invitationKeysOf(secret, { org, invite }) };
  }
  const words = drawWords();
  const completed = await secretWithWords(secret, words.join(' '));
  return { secret, words, keys: await invitationKeysOf(completed, { org, invite }) };
}
