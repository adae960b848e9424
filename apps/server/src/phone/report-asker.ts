import type { SessionId } from '@postern/core';
import { deleteResetTickets } from '../account/generation-queries.ts';
import { handMailOver } from '../account/mailed-code.ts';
import type { PhoneMethod } from '../account/phone-methods.ts';
import { endSession } from '../account/start-session.ts';
import { phoneReported } from '../platform/mail/phone-mails.ts';
import type { Platform } from '../platform/platform.ts';
import type { ApprovalRow } from './queries.ts';

/**
 * Somebody else asked the phone: what they asked from ends. A session is only that one, since its password is what is known
 * to them; a reset is every one of the account, since the mailbox is.
 */
export async function reportAsker(
  platform: Platform,
  { account, purpose, asker, address, client_kind: client }: ApprovalRow,
  { email }: Pick<PhoneMethod, 'email'>,
): Promise<void> {
  if (purpose === 'sign_in') await endSession(platform, { account, id: asker as SessionId });
  else await deleteResetTickets(platform.db.kysely, account);
  const moment = { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
  const text = phoneReported({ purpose, client, address, ...moment });
  await handMailOver(platform, { to: email, ...text });
}
