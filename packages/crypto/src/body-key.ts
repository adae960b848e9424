import type { EntryId } from '@postern/core';
import { deriveSealingKeyFrom, type SealingKey } from './seal.ts';

/**
 * The key of one entry's body. DEFENCE (attack row BW10): every entry has its own, whatever a server says of its age;
 * nothing but the vault's key and the entry's id goes into it.
 */
export function bodyKeyOf(bodies: CryptoKey, entry: EntryId): Promise<SealingKey> {
  return deriveSealingKeyFrom(bodies, 'body', entry);
}
