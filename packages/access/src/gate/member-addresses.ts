import { compileIpRanges, type SessionId } from '@postern/core';
import type { Member, MemberAddress } from '@postern/ledger';

/** Whose request it is and where it comes from. `session` is null where none is meant: entries of one count for none. */
export interface CameFrom {
  readonly address: string;
  readonly session: SessionId | null;
  readonly nowMs: number;
}

/**
 * The entry of a member's own that holds an address for a session now, or undefined. What is bound to another session
 * holds nobody. Entries are read once and remembered as long as their list lives, so it must not be changed in place.
 */
export function findOwnAddress(
  { addresses }: Pick<Member, 'addresses'>,
  { address, session, nowMs }: CameFrom,
): MemberAddress | undefined {
  if (addresses.length === 0) return undefined;
  return compiled(addresses).find(
    ({ entry: { untilMs, session: bound }, holds }) =>
      (untilMs === null || nowMs < untilMs) && (bound === null || bound === session) && holds(address),
  )?.entry;
}

interface CompiledEntry {
  readonly entry: MemberAddress;
  readonly holds: (address: string) => boolean;
}

const compiledEntries = new WeakMap<Member['addresses'], readonly CompiledEntry[]>();

function compiled(addresses: Member['addresses']): readonly CompiledEntry[] {
  let entries = compiledEntries.get(addresses);
  if (entries === undefined) {
    entries = addresses.map((entry) => ({ entry, holds: compileIpRanges([entry.range]) }));
    compiledEntries.set(addresses, entries);
  }
  return entries;
}
