import type { EntryId, VaultId } from '@postern/core';

/** What the replica of a vault is kept under on the device. Ids only: names in the store can be read. */

/** The records of all vaults: what a list is drawn from. */
export const allRecordsPrefix = 'records/';
/** What is sealed by the device: the head and the chunks of verified records. One range, one consistent state. */
export const recordsPrefix = (vault: VaultId) => `${allRecordsPrefix}${vault}/`;
export const headName = (vault: VaultId) => `${recordsPrefix(vault)}head`;
export const chunkName = (vault: VaultId, chunk: number) => `${recordsPrefix(vault)}${padded(chunk)}`;
/** The chunk in such a name, or `undefined` for another. */
export function chunkOf(name: string): number | undefined {
  const digits = /^records\/[^/]+\/(\d+)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
export const bodiesPrefix = (vault: VaultId) => `vault/${vault}/b/`;
/** A body of one revision, sealed by the protocol. */
export const bodyName = (vault: VaultId, entry: EntryId, revision: number) =>
  `vault/${vault}/b/${entry}.${revision}`;
export const manifestsPrefix = (vault: VaultId) => `vault/${vault}/m/`;
/** A manifest, signed by the protocol. */
export const manifestName = (vault: VaultId, seq: number) => `vault/${vault}/m/${padded(seq)}`;
export const purgesPrefix = (vault: VaultId) => `vault/${vault}/p/`;
/** Which entries the manifest `seq` purged. */
export const purgeName = (vault: VaultId, seq: number) => `vault/${vault}/p/${padded(seq)}`;

/** Digits that sort as their number does, up to 2^32. */
function padded(value: number): string {
  return String(value).padStart(10, '0');
}
