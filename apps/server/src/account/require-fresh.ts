import type { FactorStrength } from '@postern/access';
import { ok, type Result, refuse } from '@postern/core';
import type { Platform } from '../platform/platform.ts';
import type { Session } from './session.ts';

/** For this long after it was proven who is there, a session may do what a passer-by at an open screen must not. */
const freshMs = 10 * 60_000;

/**
 * Whether it was proven lately in this session who is there: by password or passkey, and by a second factor where the
 * account has one. A mailed code is enough only for an account that has nothing stronger, else whoever reads the mailbox
 * could take the stronger ones off.
 */
export function requireFresh(
  { clock }: Pick<Platform, 'clock'>,
  { authenticatedAtMs, factorsEnrolled, factorsGiven }: Session,
): Result<undefined, 'reauthentication_required' | 'second_factor_required'> {
  const nowMs = clock.nowMs();
  const isRecent = (atMs: number | undefined) => atMs !== undefined && nowMs - atMs < freshMs;
  if (!isRecent(authenticatedAtMs)) return refuse('reauthentication_required');
  if (factorsEnrolled.length === 0) return ok();
  const hasStronger = factorsEnrolled.some((strength) => strength !== 'mail');
  const enough: readonly FactorStrength[] = hasStronger ? ['totp', 'passkey'] : ['mail', 'totp', 'passkey'];
  return enough.some((strength) => isRecent(factorsGiven[strength]))
    ? ok()
    : refuse('second_factor_required');
}
