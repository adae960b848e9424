import { encodeCanonical, parseCanonical, type VaultId } from '@postern/core';
import { findGrant, findGroupGrant, type LedgerState, type Member, vaultsOf } from '@postern/ledger';
import { type Administered, emailOf } from '../administration/administered.ts';
import type { SealedStore } from '../store/sealed-store.ts';
import type { KeysChanged } from './port.ts';

/** What is longer ago stands in the history and is news no more. */
const newsForMs = 30 * 24 * 60 * 60_000;

const nameOf = ({ organization }: Pick<LedgerState, 'organization'>) =>
  `organization/${organization}/keys-changed-seen`;

/** Members with other keys who share a vault with this one, newest first, as far as this device was not told that they were read. */
export async function listKeysChanged(
  { state, self, events }: Administered,
  store: SealedStore,
  nowMs: number,
): Promise<readonly KeysChanged[]> {
  const seen = await readSeen(store, state);
  const since = Math.max(seen, state.members[self]?.sinceSeq ?? 0);
  const own = new Set(vaultsOf(state, self).map(({ id }) => id));
  const changed: KeysChanged[] = [];
  for (let seq = events.length - 1; seq > since; seq--) {
    const event = events[seq];
    if (event === undefined || event.at < nowMs - newsForMs) break;
    if (event.type !== 'relink' || event.by === self) continue;
    const member = state.members[event.body.member];
    if (member === undefined || member.id === self || member.status === 'removed') continue;
    const shared = sharedWith(state, member, own);
    if (shared === 0 || changed.some((one) => one.member === member.id)) continue;
    changed.push({
      member: member.id,
      email: member.email,
      by: emailOf(state, event.by),
      atMs: event.at,
      seq,
      sharedVaults: shared,
    });
  }
  return changed;
}

/** Notes that everything up to `seq` was read. */
export async function noteKeysChangedSeen(
  store: SealedStore,
  state: LedgerState,
  seq: number,
): Promise<void> {
  await store.write({ seal: [[nameOf(state), encodeCanonical({ seq })]] });
}

async function readSeen(store: SealedStore, state: LedgerState): Promise<number> {
  const kept = await store.read(nameOf(state));
  const parsed = kept.ok && kept.value !== undefined ? parseCanonical(kept.value) : undefined;
  const seq = parsed !== null && typeof parsed === 'object' && 'seq' in parsed ? parsed.seq : undefined;
  return typeof seq === 'number' ? seq : -1;
}

/** How many of these vaults the member was given as well, arrived or waiting. */
function sharedWith(state: LedgerState, member: Member, own: ReadonlySet<VaultId>): number {
  return [...own].filter((id) => {
    const vault = state.vaults[id];
    if (vault === undefined) return false;
    if (findGrant(vault, member.id) !== undefined) return true;
    return member.groups.some((group) => findGroupGrant(vault, group) !== undefined);
  }).length;
}
