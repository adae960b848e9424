import type { Denied } from '@postern/access';
import { originOf, recordLine } from '../access-log/record-line.ts';
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

/** Strangers ask about this many places a minute, and this many of them are written down an hour for one place. */
const strangerPlaces = 20;
const strangerLines = 200;

/**
 * Writes a denial into the person's own access log, once a minute per session and code, and into the organization's,
 * once a minute per account and code: a page that asks again and again fills no log. `asked`: the address or id that was
 * asked for. What the gate itself could not tell goes into the server's log, under the reference that the person quotes.
 */
export async function recordDenial(
  platform: Platform,
  call: Call,
  gathered: Gathered,
  { code }: Denied,
  asked: string,
): Promise<void> {
  const { session } = gathered;
  if (code === 'check_failed') {
    platform.log.fault('the gate could not tell', new Error('a fact is missing'), call.reference);
  }
  if (!session) return;
  if (await isFirst(platform, `${session.id} ${code}`)) await recordForPerson(platform, call, gathered, code);
  const insider =
    gathered.facts.membership.state === 'present' || gathered.facts.invitation.state === 'present';
  const place = (insider && gathered.target) || asked;
  if (!(await isFirst(platform, `${session.account} ${code} at ${place}`))) return;
  if (!insider) {
    // The same limits for an address nobody has: it has to be the same work (attack row X2).
    const { limits } = platform;
    if (!(await limits.limit(`places asked by ${session.account}`, strangerPlaces, 60)).ok) return;
    if (!(await limits.limit(`strangers at ${place}`, strangerLines, 3600)).ok) return;
  }
  await recordLine(platform, {
    organization: gathered.target,
    kind: 'denied',
    account: session.account,
    email: session.email,
    member: gathered.member?.id,
    from: originOf(session),
    code,
    reference: call.reference,
  });
}

/** The organization is named to its members alone, so that the log tells no outsider that it exists. */
function recordForPerson(platform: Platform, call: Call, gathered: Gathered, code: string): Promise<void> {
  const { session, member, facts } = gathered;
  if (!session) throw new Error('a denial of nobody');
  const { organization } = facts;
  return recordAccess(platform, {
    account: session.account,
    kind: 'denied',
    code,
    organization: member && organization.state === 'present' ? organization.id : undefined,
    clientKind: session.clientKind,
    address: session.address,
    reference: call.reference,
  });
}

/** Whether this is the first in a minute. */
async function isFirst(platform: Platform, what: string): Promise<boolean> {
  // A page that asks in a loop is stopped here: the limit that all processes share may cost a write.
  const here = await sieveOf(platform).limit(what, 1, 60);
  if (!here.ok) return false;
  return (await platform.limits.limit(`denial recorded ${what}`, 1, 60)).ok;
}
