import type { KeyStorageSet } from '@postern/contract';
import { getAccount, getAccountState } from '@postern/contract';
import type { MisbehavingServer } from './harness/misbehaving-server.ts';
import { inText, withFlipped } from './scene/altered-bytes.ts';

/**
 * LP05: one bit of what only its authentication tag protects. The server knows how a sealed account state begins, and so
 * where in it the address of Maya's organization stands.
 */
export function flipAddressInState(evil: MisbehavingServer): void {
  const sealedAt = 6 + 12;
  const addressAt = sealedAt + '{"confirmed":[],"heads":[{"address":"'.length;
  evil.alter(getAccountState, ({ revision, sealed }) => ({
    revision,
    sealed: inText(sealed, (bytes) => withFlipped(bytes, addressAt)),
  }));
}

/** Every other place where a bit can be flipped on the way to a new device. */
export const flipsElsewhere: Readonly<Record<string, (evil: MisbehavingServer) => void>> = {
  bundle: (evil) => alterKeys(evil, (keys) => ({ ...keys, bundle: flipped(keys.bundle) })),
  'key storage': (evil) => alterKeys(evil, (keys) => ({ ...keys, keyStorage: flipped(keys.keyStorage) })),
  anchor: (evil) =>
    alterKeys(evil, (keys) => ({
      ...keys,
      methods: keys.methods.map((one) => ({ ...one, anchor: flipped(one.anchor) })),
    })),
  wrap: (evil) =>
    alterKeys(evil, (keys) => ({
      ...keys,
      methods: keys.methods.map((one) => ({ ...one, wrap: flipped(one.wrap) })),
    })),
};

export function flipHeaders(evil: MisbehavingServer): void {
  evil.alterChanges(({ meta, records }) => ({
    meta,
    records: records.map((record) => ({ ...record, header: withFlipped(record.header, -20) })),
  }));
}

export function flipBodies(evil: MisbehavingServer): void {
  evil.alterBodies(({ meta, records }) => ({
    meta,
    records: records.map((record) => ({ ...record, body: withFlipped(record.body, -20) })),
  }));
}

function alterKeys(evil: MisbehavingServer, change: (keys: KeyStorageSet) => KeyStorageSet): void {
  evil.alter(getAccount, (answer) => ({ ...answer, keys: change(answer.keys) }));
}

function flipped(text: string): string {
  return inText(text, (bytes) => withFlipped(bytes, -1));
}
