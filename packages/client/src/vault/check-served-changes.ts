import type { HeaderRecord } from '@postern/contract';
import { type Bytes, ok, type Result, refuse } from '@postern/core';
import { sha256 } from '@postern/crypto/public';
import {
  checkContents,
  type Head,
  type Leaf,
  type LeafChange,
  type LeafSet,
  type ManifestContext,
  type VerifiedManifest,
  verifyManifest,
  verifyManifestChain,
} from '@postern/ledger';
import { type ServedChangesCode, showPin } from './show-pin.ts';

/** A vault as this client has verified it. INVARIANT: nothing else is ever built on (attack row X18). */
export interface VerifiedVault {
  readonly manifest: VerifiedManifest | null;
  readonly leaves: LeafSet;
}

/** What a server gave as the changes since a manifest: nothing of it is believed yet. */
export interface ServedChanges {
  /** Those after the manifest the client has, oldest first; only the newest when it has none. */
  readonly manifests: readonly Bytes[];
  readonly records: readonly HeaderRecord[];
  /** Manifests after the pin, asked for when the client has less than the pin. */
  readonly sincePin?: readonly Bytes[];
}

export interface CheckedChanges extends VerifiedVault {
  readonly manifest: VerifiedManifest;
  readonly changes: readonly LeafChange[];
}

/**
 * The vault after the served changes, if everything holds: the chain of manifests from `from`, the newest one's
 * signature and right, the head the account has pinned, and root and count over exactly these leaves.
 * Any refusal but `ledger_behind` means that the server shows what cannot be true.
 */
export async function checkServedChanges(
  context: ManifestContext,
  from: VerifiedVault,
  pin: Head | undefined,
  served: ServedChanges,
): Promise<Result<CheckedChanges, ServedChangesCode>> {
  const newest = served.manifests.at(-1);
  if (newest === undefined) return refuse('manifest_moved');
  const verified =
    from.manifest === null
      ? await verifyManifest(context, null, newest)
      : await verifyManifestChain(context, from.manifest, served.manifests);
  if (!verified.ok) return verified;
  const manifest = verified.value;

  if (pin !== undefined && pin.seq > (from.manifest?.payload.seq ?? 0)) {
    const shown = showPin(manifest, pin, from.manifest === null ? (served.sincePin ?? []) : served.manifests);
    if (!shown.ok) return shown;
  }

  const changes: LeafChange[] = [];
  const seen = new Set<string>();
  for (const record of served.records) {
    if (seen.has(record.entry)) return refuse('entry_repeated', { params: { entry: record.entry } });
    seen.add(record.entry);
    if (record.seq > manifest.payload.seq)
      return refuse('manifest_root_wrong', { params: { entry: record.entry } });
    changes.push(
      record.revision === 0 ? { kind: 'purge', entry: record.entry } : { kind: 'put', leaf: leafOf(record) },
    );
  }
  const leaves = from.leaves.applyChanges(changes);
  const contents = checkContents(manifest, leaves);
  return contents.ok ? ok({ manifest, leaves, changes }) : contents;
}

/** The leaf of a served record. The body's hash is the server's word until root and count are found to hold. */
function leafOf(record: HeaderRecord): Leaf {
  return {
    entry: record.entry,
    revision: record.revision,
    epoch: record.epoch,
    headerHash: sha256(record.header),
    // Copied, so that a leaf does not keep the whole pack in memory.
    bodyHash: record.bodyHash.slice() as Bytes,
  };
}
