import type { MethodKind } from '@postern/contract';
import { type KeyMethodId, ok, type Result, refuse } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { keyMethodChanged } from '../platform/mail/mail-texts.ts';
import type { Platform } from '../platform/platform.ts';
import { listMethodFacts } from './key-method-queries.ts';
import type { KeysOf } from './key-set-queries.ts';
import { handMailOver } from './mailed-code.ts';
import { type AccessReport, recordAccess } from './record-access.ts';

export interface ListedMethod {
  readonly id: KeyMethodId;
  readonly kind: MethodKind;
}

interface RemovedMethod extends ListedMethod {
  readonly label: string;
}

/** Which ways to the keys came and which went. */
interface MethodsMoved {
  readonly added: readonly ListedMethod[];
  readonly removed: readonly RemovedMethod[];
}

/**
 * Compares the ways that are sent with those that are stored, in the transaction that stores them. INVARIANT: where one
 * goes, the account secret is a new one, so that nothing a lost sheet or phone opens is served any more (attack row X15).
 */
export async function methodsMoved(
  queries: Queries,
  of: KeysOf,
  sent: readonly ListedMethod[],
  hasNewSecret: boolean,
): Promise<Result<MethodsMoved, 'key_objects_invalid'>> {
  const before = await listMethodFacts(queries, of);
  const added = sent.filter(({ id }) => !before.some((one) => one.id === id));
  const removed = before.filter(({ id }) => !sent.some((one) => one.id === id));
  return removed.length > 0 && !hasNewSecret
    ? refuse('key_objects_invalid', { field: '/keys/keyStorage' })
    : ok({ added, removed });
}

/**
 * As {@link methodsMoved} with a new password, whose own way comes and goes with it: another way may go, since a server that
 * was restored from a backup lists ways that were taken off, and none may come, since nothing here describes it. Answers
 * those that went.
 */
export async function methodsGoneWithPassword(
  queries: Queries,
  of: KeysOf,
  sent: readonly ListedMethod[],
  hasNewSecret: boolean,
): Promise<Result<readonly RemovedMethod[], 'key_objects_invalid'>> {
  const moved = await methodsMoved(queries, of, sent, hasNewSecret);
  if (!moved.ok) return moved;
  const { added, removed } = moved.value;
  return added.some(({ kind }) => kind !== 'password')
    ? refuse('key_objects_invalid', { field: '/keys/keyStorage' })
    : ok(removed.filter(({ kind }) => kind !== 'password'));
}

/** Tells the person, in the account's own log and by mail. */
export async function announceMethod(
  platform: Platform,
  by: Pick<AccessReport, 'account' | 'clientKind' | 'address'> & { readonly email: string },
  change: 'added' | 'removed',
  { kind, label }: Pick<RemovedMethod, 'kind' | 'label'>,
): Promise<void> {
  const { account, email, clientKind, address } = by;
  await recordAccess(platform, { account, kind: `key_method_${change}`, clientKind, address });
  const moment = { origin: platform.publicOrigin(), atMs: platform.clock.nowMs() };
  const text = keyMethodChanged({ change, kind, label, ...moment });
  await handMailOver(platform, { to: email, ...text });
}
