import { type Bytes, equalBytes, ok, type Result, refuse } from '@postern/core';
import { sha256 } from '@postern/crypto/public';
import type { Leaf } from '@postern/ledger';

/**
 * Whether a sealed body is the one that the vault's members signed for this leaf; `manifest_wrong` otherwise. Asked before
 * a body is opened or kept, wherever it comes from (attack rows BW05, LP02, DL01).
 */
export function checkBodyHash(leaf: Leaf, body: Bytes): Result<undefined, 'manifest_wrong'> {
  return equalBytes(sha256(body), leaf.bodyHash)
    ? ok()
    : refuse('manifest_wrong', { params: { entry: leaf.entry } });
}
