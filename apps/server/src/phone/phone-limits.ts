import { ok, type Result } from '@postern/core';
import { networkOf } from '../account/attempt-limits.ts';
import type { RateLimits } from '../platform/rate-limits.ts';

/** How often things about phones may be tried. Nothing here can be guessed but six digits, which the phone checks once. */

/** A phone asks little; many of them may be behind one address. */
export function limitPhones(limits: RateLimits, address: string): Promise<Result<undefined, 'rate_limited'>> {
  return limits.limit(`phones from ${networkOf(address)}`, 3000, 600);
}

export function limitPairing(
  limits: RateLimits,
  address: string,
): Promise<Result<undefined, 'rate_limited'>> {
  return limits.limit(`pairing from ${networkOf(address)}`, 300, 600);
}

/**
 * Every question rings somebody's phone. Narrow by network, wide by account, so that whoever has proven the mailbox or the
 * password cannot close this way to the person whose phone it is.
 */
export async function limitAsking(
  limits: RateLimits,
  account: string,
  address: string,
): Promise<Result<undefined, 'rate_limited'>> {
  const near = await limits.limit(`phone ask ${account} from ${networkOf(address)}`, 8, 600);
  if (!near.ok) return near;
  const far = await limits.limit(`phone ask ${account}`, 240, 3600);
  return far.ok ? ok() : far;
}
