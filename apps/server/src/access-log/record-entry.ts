import { createHash } from 'node:crypto';
import { type AccessRecordId, type OrganizationId, toBase64Url } from '@postern/core';
import type { Member } from '@postern/ledger';
import { strengthsGiven } from '../account/factor-columns.ts';
import type { Session } from '../account/session.ts';
import type { Platform } from '../platform/platform.ts';
import { createMemoryLimits, type RateLimits } from '../platform/rate-limits.ts';
import { originOf, recordLine } from './record-line.ts';

const dayMs = 86_400_000;
/** Somebody whose address changes with every request fills no log. */
const linesPerHour = 120;
const maxKept = 100_000;

/** The entries that this process has recorded today. */
class Entries {
  readonly limits: RateLimits;
  readonly #recorded = new Set<string>();
  #day = 0;

  constructor({ clock }: Pick<Platform, 'clock'>) {
    this.limits = createMemoryLimits(clock);
  }

  /** Whether this is the first of them on this day (UTC). */
  isFirst(entry: string, day: number): boolean {
    if (this.#recorded.has(entry) && day === this.#day) return false;
    if (day !== this.#day || this.#recorded.size >= maxKept) this.#recorded.clear();
    this.#day = day;
    this.#recorded.add(entry);
    return true;
  }

  forget(entry: string): void {
    this.#recorded.delete(entry);
  }
}

const entriesOf = new WeakMap<Platform, Entries>();

/**
 * Writes down that a member came in, once per session, client version, address, used factors and day (UTC). It is
 * asked with every request, so that what was written down costs one look into memory; `undefined` then. The line's id
 * follows from what makes it another entry, so that two processes write one line.
 */
export function recordEntry(
  platform: Platform,
  organization: OrganizationId,
  session: Session,
  member: Member,
): Promise<void> | undefined {
  let entries = entriesOf.get(platform);
  if (entries === undefined) {
    entries = new Entries(platform);
    entriesOf.set(platform, entries);
  }
  const day = Math.floor(platform.clock.nowMs() / dayMs);
  const factors = strengthsGiven(session.factorsGiven).join(',');
  const entry = `${organization} ${session.id} ${session.clientVersion} ${session.address} ${factors}`;
  if (!entries.isFirst(entry, day)) return undefined;
  return write(platform, entries, { organization, session, member, entry, day });
}

async function write(
  platform: Platform,
  entries: Entries,
  {
    organization,
    session,
    member,
    entry,
    day,
  }: {
    readonly organization: OrganizationId;
    readonly session: Session;
    readonly member: Member;
    readonly entry: string;
    readonly day: number;
  },
): Promise<void> {
  const limited = await entries.limits.limit(`${organization} ${session.account}`, linesPerHour, 3600);
  if (!limited.ok) return;
  const digest = createHash('sha256').update(`${day} ${entry}`).digest().subarray(0, 16);
  const { account, email } = session;
  try {
    await recordLine(
      platform,
      { organization, kind: 'entered', account, email, member: member.id, from: originOf(session) },
      toBase64Url(digest) as AccessRecordId,
    );
  } catch (error) {
    entries.forget(entry);
    throw error;
  }
}
