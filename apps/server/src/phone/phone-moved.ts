import type { AccountId } from '@postern/core';
import type { ChangeNotice } from '../platform/events/change-feed.ts';

/** The notice that a pairing, a phone or a question to phones of the account moved: whoever listens looks again. */
export function phoneMoved(account: AccountId): ChangeNotice {
  return { kind: 'phone', account };
}
