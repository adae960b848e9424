export * from './apply.ts';
export * from './codes.ts';
export * from './draft-event.ts';
export {
  type LedgerEvent,
  parseEvent,
  type UnverifiedEvent,
  type VerifiedEvent,
  verifyEvent,
} from './event.ts';
export { isAddress, isName, maxNameLength } from './event-shape.ts';
export { type EventBody, type EventType, events } from './events/all-events.ts';
export { maxInvitationMs } from './events/invitations.ts';
export { maxMemberAddresses, maxSessionAddressMs } from './events/member-addresses.ts';
export { maxExemptionMs } from './events/members.ts';
export { maxAddresses } from './events/settings.ts';
export * from './heads.ts';
export * from './helpers-of-owner.ts';
export * from './holding.ts';
export * from './invitation-gives.ts';
export * from './key-standing.ts';
export * from './manifest/check-contents.ts';
export * from './manifest/check-write.ts';
export * from './manifest/leaf-set.ts';
export {
  draftManifest,
  type ManifestPayload,
  parseManifest,
  type UnverifiedManifest,
  type VerifiedManifest,
} from './manifest/manifest.ts';
export * from './manifest/merge-write.ts';
export * from './manifest/verify-manifest.ts';
export { mayGive } from './may-give.ts';
export * from './need-of-new-keys.ts';
export * from './queries.ts';
export * from './rights.ts';
export * from './sealed-keys.ts';
export * from './settings-table.ts';
export * from './stale-epoch.ts';
export * from './state.ts';
export * from './suppose-events.ts';
export * from './vaults-to-list.ts';
export * from './verify-chain.ts';
