import { type Bytes, randomBytes } from '@postern/core';
import { secretBytes } from './frames.ts';

/**
 * Secrets are 32 bytes with a brand that says which: the compiler keeps one from standing in for another, and none of
 * them is a string that a log line or an error could carry.
 */
declare const brand: unique symbol;
type Secret<Name extends string> = Bytes & { readonly [brand]: Name };

/** Seals an account's bundle, state and replicas; every key-storage method brings it back. */
export type AccountSecret = Secret<'AccountSecret'>;
/** What one key-storage method can bring back on a new device. */
export type MethodSeed = Secret<'MethodSeed'>;
/** Private half of an Ed25519 key. */
export type SigningSeed = Secret<'SigningSeed'>;
/** Private half of an X-Wing key. */
export type SealingSeed = Secret<'SealingSeed'>;
/** The key of one epoch of one vault. */
export type VaultKey = Secret<'VaultKey'>;
/** X-Wing seed of one epoch of an organization's key, which the custodians hold. */
export type OrganizationKeySeed = Secret<'OrganizationKeySeed'>;
/** X-Wing seed of one epoch of a group's key. */
export type GroupKeySeed = Secret<'GroupKeySeed'>;
/** What an invitation's link or code carries. */
export type InviteSecret = Secret<'InviteSecret'>;
/** The 256 bits behind a recovery code. */
export type RecoverySecret = Secret<'RecoverySecret'>;
/** Travels in the QR code that pairs a phone. */
export type PairingKey = Secret<'PairingKey'>;
/** Travels in the QR code of a device that asks a phone for the account secret. */
export type ApprovalKey = Secret<'ApprovalKey'>;

export type AnySecret =
  | AccountSecret
  | MethodSeed
  | SigningSeed
  | SealingSeed
  | VaultKey
  | OrganizationKeySeed
  | GroupKeySeed
  | InviteSecret
  | RecoverySecret
  | PairingKey
  | ApprovalKey;

/** 32 fresh bytes of the kind the caller names. */
export function drawSecret<Kind extends AnySecret>(): Kind {
  return randomBytes(secretBytes) as Kind;
}

/** The bytes as a secret of the kind the caller names, or `undefined` if they are not 32. */
export function parseSecret<Kind extends AnySecret>(bytes: Bytes): Kind | undefined {
  // Copied, so that the secret's buffer holds nothing else.
  return bytes.length === secretBytes ? (bytes.slice() as Kind) : undefined;
}
