import { type Bytes, type HashB64, ok, type Result, refuse } from '@postern/core';
import {
  checkSuccessor,
  compareWithPin,
  type Head,
  type ManifestCode,
  parseManifest,
  type UnverifiedManifest,
  type VerifiedManifest,
} from '@postern/ledger';

export type ServedChangesCode = ManifestCode | 'manifest_fork' | 'manifest_older';

/**
 * DEFENCE against an older state under the name of the newest one (attack rows DL01, X8): whether the manifests that led to
 * the newest one pass through the head that the account has pinned. `manifest_older` or `manifest_fork` otherwise.
 */
export function showPin(
  newest: VerifiedManifest,
  pin: Head,
  manifests: readonly Bytes[],
): Result<undefined, ServedChangesCode> {
  const hashes = new Map<number, HashB64>();
  let last: UnverifiedManifest | null = null;
  for (const bytes of manifests) {
    const parsed = parseManifest(bytes);
    if (!parsed.ok) return parsed;
    const { payload, hash } = parsed.value;
    if (last !== null) {
      const successor = checkSuccessor(last, parsed.value);
      if (!successor.ok) return successor;
    }
    if (payload.prev !== null) hashes.set(payload.seq - 1, payload.prev);
    hashes.set(payload.seq, hash);
    last = parsed.value;
  }
  // Only a chain that ends in the verified manifest says anything.
  if (last !== null && last.hash !== newest.hash) hashes.clear();
  const head = { seq: newest.payload.seq, hash: newest.hash };
  const stands = compareWithPin(pin, { head, hashAt: (seq) => hashes.get(seq) }, () => undefined);
  if (stands === 'same' || stands === 'ahead') return ok();
  return refuse(stands === 'fork' ? 'manifest_fork' : 'manifest_older', { params: { seq: pin.seq } });
}
