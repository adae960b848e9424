import { maxKeyStorageMethods, maxSealedBytes } from '@postern/core';
import { z } from 'zod';
import { bytesB64, keyMethodId } from '../fields.ts';

/** The sealed and signed objects of an account as they travel (docs/protocol/objects.md). */

export const methodKind = z.enum(['password', 'qr', 'phone', 'passkey']);
export type MethodKind = z.infer<typeof methodKind>;

export const keyMethodRecord = z.strictObject({
  id: keyMethodId,
  kind: methodKind,
  /** Sealed object `13`. */
  anchor: bytesB64(1024),
  /** Wrapped object `21`. */
  wrap: bytesB64(4096),
});

/** Everything that changes together when a method is added, replaced or removed. */
export const keyStorageSet = z.strictObject({
  /** Signed object `02`. */
  keyStorage: bytesB64(64 * 1024),
  methods: z.array(keyMethodRecord).min(1).max(maxKeyStorageMethods),
  /** Sealed object `11` under the account secret these methods wrap. */
  bundle: bytesB64(1024),
});
export type KeyStorageSet = z.infer<typeof keyStorageSet>;

/** Sealed object `12` with the revision its context binds. */
export const accountState = z.strictObject({
  revision: z.int().min(1),
  sealed: bytesB64(maxSealedBytes),
});
