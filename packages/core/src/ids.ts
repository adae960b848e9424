import { fromBase64Url, toBase64Url } from './base64url.ts';
import { randomBytes } from './bytes.ts';

/**
 * Identifiers are base64url texts. Those that clients draw are 16 random bytes (22 characters); those that are hashes
 * are 32 bytes (43 characters). The brand keeps one kind from standing in for another.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Branded<'AccountId'>;
export type MemberId = Branded<'MemberId'>;
export type VaultId = Branded<'VaultId'>;
export type EntryId = Branded<'EntryId'>;
export type FolderId = Branded<'FolderId'>;
export type GroupId = Branded<'GroupId'>;
export type InviteId = Branded<'InviteId'>;
export type KeyMethodId = Branded<'KeyMethodId'>;
export type SessionId = Branded<'SessionId'>;
/** Somebody's request for access. */
export type RequestId = Branded<'RequestId'>;
/** A line of an organization's access log. */
export type AccessRecordId = Branded<'AccessRecordId'>;
/** A second factor of an account. */
export type FactorId = Branded<'FactorId'>;
/** A phone's pairing with an account, from the code that is shown to the key that is listed. */
export type PhonePairingId = Branded<'PhonePairingId'>;
/** A device's question to the phones of its account. */
export type PhoneApprovalId = Branded<'PhoneApprovalId'>;
/** The hash of the organization's genesis event (attack row BW09). */
export type OrganizationId = Branded<'OrganizationId'>;
/** SHA-256 of some bytes, base64url, 43 characters. */
export type HashB64 = Branded<'HashB64'>;

/** A fresh 16-byte identifier of the kind the caller names. */
export function newId<Id extends string>(): Id {
  return toBase64Url(randomBytes(16)) as Id;
}

/** Whether the text is a 16-byte identifier in its only spelling. */
export function isId(text: string): boolean {
  return text.length === 22 && fromBase64Url(text)?.length === 16;
}

/** Whether the text is a 32-byte hash in its only spelling. */
export function isHash(text: string): boolean {
  return text.length === 43 && fromBase64Url(text)?.length === 32;
}
