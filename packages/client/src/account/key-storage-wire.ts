import type { KeyStorageSet as WireSet } from '@postern/contract';
import { type Bytes, fromBase64Url, type KeyMethodId, toBase64Url } from '@postern/core';
import type { KeyStorageSet } from '@postern/crypto';

/**
 * The set as it travels. Anchors of methods that are kept come from `anchorOf`, as they were served and checked
 * against the signed statement; a method without one is a fault.
 */
export function keyStorageToWire(
  set: KeyStorageSet,
  anchorOf: (method: KeyMethodId) => Bytes | undefined = () => undefined,
): WireSet {
  return {
    keyStorage: toBase64Url(set.statement.bytes),
    bundle: toBase64Url(set.bundle),
    methods: set.statement.methods.map(({ id, kind }) => {
      const anchor = set.anchors.find((one) => one.method === id)?.anchor ?? anchorOf(id);
      const wrap = set.wraps.find((one) => one.method === id)?.wrap;
      if (anchor === undefined || wrap === undefined) throw new Error('a key-storage method is incomplete');
      return { id, kind, anchor: toBase64Url(anchor), wrap: toBase64Url(wrap) };
    }),
  };
}

/** Bytes of a text whose schema has shown it to be base64url. */
export function bytesOfWire(text: string): Bytes {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new TypeError('expected base64url that a schema has checked');
  return bytes;
}
