import { type InviteId, type OrganizationId, randomBytes } from '@postern/core';
import {
  drawSecret,
  type InvitationKeys,
  type InviteSecret,
  invitationKeysOf,
  secretWithWords,
} from '@postern/crypto';
import type { Delivery } from '@postern/ledger';
import { wordList } from '../words/word-list.ts';

/** The secret of an invitation as it will be delivered, and the keys it stands for. */
export interface DrawnInvitation {
  readonly secret: InviteSecret;
  readonly words: readonly string[] | undefined;
  readonly keys: InvitationKeys;
}

/** Six words are 48 bits, on top of the link's 256, and each try costs Argon2id. */
const wordCount = 6;

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
  // One byte picks one of exactly 256.
  const words = Array.from(randomBytes(wordCount), (byte) => wordList[byte] as string);
  const completed = await secretWithWords(secret, words.join(' '));
  return { secret, words, keys: await invitationKeysOf(completed, { org, invite }) };
}
