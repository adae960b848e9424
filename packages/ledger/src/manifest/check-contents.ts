import { ok, type Result, refuse } from '@postern/core';
import type { LeafSet } from './leaf-set.ts';
import type { UnverifiedManifest } from './manifest.ts';

/**
 * DEFENCE against entries that were dropped, added or exchanged (attack rows 1P02, BW05, X18): `manifest_root_wrong` unless
 * root and count are those of exactly these leaves.
 */
export function checkContents(
  manifest: UnverifiedManifest,
  leaves: Pick<LeafSet, 'root' | 'count'>,
): Result<undefined, 'manifest_root_wrong'> {
  const { root, count } = manifest.payload;
  if (count !== leaves.count) return refuse('manifest_root_wrong', { field: '/count' });
  return root === leaves.root ? ok() : refuse('manifest_root_wrong', { field: '/root' });
}
