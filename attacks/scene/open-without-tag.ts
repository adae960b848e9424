import { type Bytes, concatBytes } from '@postern/core';
import type { SealingKey } from '@postern/crypto';

/**
 * Opens AES-256-GCM without looking at its tag, as a mode without authentication would: sealing what is sealed under
 * the same nonce gives back what was sealed.
 */
export async function openWithoutTag(key: SealingKey, iv: Bytes, sealed: Bytes): Promise<Bytes> {
  const opened = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: concatBytes(iv) },
    key,
    concatBytes(sealed),
  );
  return new Uint8Array(opened, 0, sealed.length);
}
