/** Everything a client needs. The server and the ledger import `@postern/crypto/public` only. */
export * from './account-keys.ts';
export * from './account-state.ts';
export { commit, type DeriveLabel, deriveBytes } from './derive.ts';
export * from './device-unlock.ts';
export {
  type CustomField,
  type EntryBody,
  type EntryHeader,
  type VaultHeader,
  vaultEntryId,
} from './entry-content.ts';
export * from './entry-sealing.ts';
export * from './group-keys.ts';
export * from './invitation-keys.ts';
export * from './key-sheet.ts';
export * from './key-storage.ts';
export * from './key-storage-changes.ts';
export * from './method-seed.ts';
export * from './opaque-client.ts';
export {
  type ApprovalCode,
  type ApprovalWord,
  type AskedAbout,
  type Asking,
  approvalDigits,
  approvalMac,
  approvalNonceBytes,
  commitApprovalNonce,
  type DigitsSide,
  drawApprovalNonce,
  drawAsking,
  parseApprovalCode,
  sealApproval,
  unwrapApproval,
  writeApprovalCode,
} from './phone-approval.ts';
export {
  answerPairing,
  drawPairingCode,
  type PairingAnswer,
  type PairingCode,
  pairingDigits,
  pairingMac,
  parsePairingCode,
  sameHash,
  writePairingCode,
} from './phone-pairing.ts';
export * from './public.ts';
export * from './recovery-code.ts';
export { type FollowedKey, followRekeys } from './rekey-chain.ts';
export * from './relink-words.ts';
export { deriveSealingKey, open, type SealingKey, type SealingLabel, seal } from './seal.ts';
export { secretWithWords } from './secret-with-words.ts';
export * from './secrets.ts';
export * from './shared-keys.ts';
export * from './sign.ts';
export * from './wrap.ts';
