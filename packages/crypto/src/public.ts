/**
 * Parse and verify only: what the server and the ledger may import. INVARIANT: nothing reachable from here opens a
 * sealed object, unwraps a key or handles a private key.
 */
export * from './ed25519-checks.ts';
export * from './fixed-costs.ts';
export {
  encapsulationBytes,
  headerBytes,
  isSealed,
  isWrapped,
  nonceBytes,
  parseSigned,
  type SignedParts,
  sealingKeyBytes,
  secretBytes,
  signatureBytes,
  tagBytes,
  wrappedBytes,
} from './frames.ts';
export * from './hash.ts';
export { joinProofMessage } from './join-proof.ts';
export * from './key-statement.ts';
export * from './key-storage-statement.ts';
export { isKeySuccession } from './key-succession.ts';
export * from './object-types.ts';
export { paddedSizes } from './padding.ts';
export { type RecoveryProof, recoveryProofHolds } from './recovery-proof.ts';
export * from './verify-signed.ts';
