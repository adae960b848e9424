import type { Denied } from '@postern/access';
import { recordAccess } from '../account/record-access.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { createMemoryLimits, type RateLimits } from '../platform/rate-limits.ts';
import type { Gathered } from './facts.ts';

/** What this process has recorded of late. */
const sieves = new WeakMap<Platform, RateLimits>();

function sieveOf(platform: Platform): RateLimits {
  const sieve = sieves.get(platform) ?? createMemoryLimits(platform.clock);
  sieves.set(platform, sieve);
  return sieve;
}

/**
 * Writes a denial into the person's own access log, once a minute per session and code: a page that asks again and
 * again fills no log. The organization is named to its members alone, so that the log tells no outsider that it exists.
 * What the gate itself could not tell goes into the server's log, under the reference that the person quotes.
 */
export async function recordDenial(
  platform: Platform,
  call: Call,
  { session, member, facts }: Gathered,
  { code }: Denied,
): Promise<void> {
  if (code === 'check_failed') {
    platform.log.fault('the gate could not tell', new Error('a fact is missing'), call.reference);
  }
  if (!session) return;
  // A page that asks in a loop is stopped here: the limit that all processes share may cost a write.
  const here = await sieveOf(platform).limit(`${session.id} ${code}`, 1, 60);
  if (!here.ok) return;
  const { organization } = facts;
  const first = await platform.limits.limit(`denial recorded ${session.id} ${code}`, 1, 60);
  if (!first.ok) return;
  await recordAccess(platform, {
    account: session.account,
    kind: 'denied',
    code,
    organization: member && organization.state === 'present' ? organization.id : undefined,
    clientKind: session.clientKind,
    address: session.address,
    reference: call.reference,
  });
}
