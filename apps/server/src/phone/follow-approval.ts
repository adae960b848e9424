import type { AnswerOf, readApproval, revealAskersNonce, withdrawApproval } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { tokenHash } from '../account/tokens.ts';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { phoneMoved } from './phone-moved.ts';
import { type ApprovalRow, changeApproval, findApprovalByToken } from './queries.ts';

/** The device that asks, by the token of its question. */

export type OverForAsker =
  | 'approval_expired'
  | 'approval_denied'
  | 'approval_digits_wrong'
  | 'approval_withdrawn';

/** The question of a token, unless it ended without the key. */
export async function findOwnApproval(
  { db, keys, clock }: Pick<Platform, 'db' | 'keys' | 'clock'>,
  token: string,
): Promise<Result<ApprovalRow, OverForAsker>> {
  const found = await findApprovalByToken(db.kysely, tokenHash(keys, 'phone-approval', token));
  if (found === undefined) return refuse('approval_expired');
  if (found.state === 'denied') return refuse('approval_denied');
  if (found.state === 'digits_wrong') return refuse('approval_digits_wrong');
  if (found.state === 'withdrawn') return refuse('approval_withdrawn');
  const isOver = found.state === 'open' && found.expires_at_ms <= clock.nowMs();
  return isOver ? refuse('approval_expired') : ok(found);
}

export function showApproval({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof readApproval, undefined> {
  return async ({ body }) => {
    const found = await findOwnApproval(platform, body.token);
    if (!found.ok) return found;
    const { phone_commitment: commitment, phone_nonce: nonce, answer, answered_by: method } = found.value;
    return ok({
      ...(commitment === null ? {} : { commitment }),
      ...(nonce === null ? {} : { nonce }),
      ...(answer === null || method === null ? {} : { answer: { ...parseAnswer(answer), method } }),
    });
  };
}

/** Shows the asker's nonce to the phone that has committed itself, once. */
export function takeAskersNonce({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof revealAskersNonce, undefined> {
  return async ({ body }) => {
    const found = await findOwnApproval(platform, body.token);
    if (!found.ok) return found;
    const { id, account, phone_commitment: commitment, nonce } = found.value;
    if (commitment === null) return refuse('approval_digits_unready');
    if (nonce !== null) return ok({});
    await changeApproval(platform.db.kysely, id, platform.clock.nowMs(), {
      set: { nonce: body.nonce },
      still: 'nonce',
    });
    platform.feed.publish(phoneMoved(account));
    return ok({});
  };
}

export function endAsking({
  platform,
}: {
  readonly platform: Platform;
}): Handler<typeof withdrawApproval, undefined> {
  return async ({ body }) => {
    const found = await findOwnApproval(platform, body.token);
    if (!found.ok) return ok({});
    const { id, account } = found.value;
    const set = { state: 'withdrawn' } as const;
    await changeApproval(platform.db.kysely, id, platform.clock.nowMs(), { set });
    platform.feed.publish(phoneMoved(account));
    return ok({});
  };
}

type Answer = NonNullable<AnswerOf<typeof readApproval>['answer']>;

/** An answer as the contract's schema let it in. */
function parseAnswer(text: string): Omit<Answer, 'method'> {
  return JSON.parse(text) as Omit<Answer, 'method'>;
}
