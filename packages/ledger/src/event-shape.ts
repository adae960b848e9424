import {
  type AccountId,
  type Email,
  fromBase64Url,
  type GroupId,
  type HashB64,
  type InviteId,
  type IpRange,
  isHash,
  isId,
  type MemberId,
  parseEmail,
  parseIpRange,
  type SessionId,
  type VaultId,
} from '@postern/core';
import { sealingKeyBytes, signatureBytes } from '@postern/crypto/public';
import { z } from 'zod';
import { limitableClients, permissions, vaultRights, vaultRoles } from './rights.ts';

/**
 * The pieces event bodies are made of. Every text has a limit, every list a bound, every object refuses unknown names.
 * `custom` gives the brand without a transform: what is parsed is what was signed.
 */

function branded<Brand extends string>(holds: (text: string) => boolean, expected: string) {
  return z.custom<Brand>((value) => typeof value === 'string' && holds(value), expected);
}

function bytesText(length: number) {
  const characters = Math.ceil((length * 4) / 3);
  return branded<string>(
    (text) => text.length === characters && fromBase64Url(text)?.length === length,
    `expected ${length} bytes as base64url`,
  );
}

const idExpected = 'expected 22 characters of base64url (16 bytes)';
export const accountId = branded<AccountId>(isId, idExpected);
export const memberId = branded<MemberId>(isId, idExpected);
export const vaultId = branded<VaultId>(isId, idExpected);
export const groupId = branded<GroupId>(isId, idExpected);
export const inviteId = branded<InviteId>(isId, idExpected);
export const sessionId = branded<SessionId>(isId, idExpected);
export const nonce = branded<string>(isId, idExpected);
export const hash = branded<HashB64>(isHash, 'expected 43 characters of base64url (32 bytes)');

export const signingKey = bytesText(32);
export const sealingKey = bytesText(sealingKeyBytes);
export const signature = bytesText(signatureBytes);

/** A key statement's bytes. They are about 1.8 KiB; the limit leaves room without letting an event grow. */
export const statement = z
  .string()
  .max(4096)
  .refine((text) => fromBase64Url(text) !== undefined, 'expected base64url');

/** A mail address in its one spelling: another spelling of it is not valid in a signed event. */
export const email = branded<Email>((text) => {
  const parsed = parseEmail(text);
  return parsed.ok && parsed.value === text;
}, 'expected a mail address in lower case');

/** An address or network in its one spelling. */
export const ipRange = branded<IpRange>(
  (text) => text.length <= 64 && parseIpRange(text) === text,
  'expected an address or network in its one spelling',
);

export const position = z.int().min(0);
export const counter = z.int().min(1);
export const timeMs = z.int().min(0);
const role = z.enum(vaultRoles);
export const memberRole = z.enum(['administrator', 'member']);

function withoutRepetition(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}
const once = 'expected each at most once';
export const permissionList = z.array(z.enum(permissions)).refine(withoutRepetition, once);
export const clientList = z.array(z.enum(limitableClients)).refine(withoutRepetition, once);
/** A member's exceptions from the organization's client rules. */
export const clientRules = z
  .strictObject({ allowed: clientList, denied: clientList })
  .refine(({ allowed, denied }) => withoutRepetition([...allowed, ...denied]), once);
const rights = z.array(z.enum(vaultRights)).min(1).refine(withoutRepetition, once);

/** Bounded here against size only; `isName` decides whether it is a name. */
export const nameText = z.string().max(400);
export const maxNameLength = 100;

/** Whether a text may name an organization: 1 to 100 characters, no space around it, no control characters. */
export function isName(text: string): boolean {
  return (
    text.length >= 1 &&
    [...text].length <= maxNameLength &&
    text.trim() === text &&
    text.normalize('NFC') === text &&
    !/\p{Cc}/u.test(text)
  );
}

export const addressText = z.string().max(64);

/** Whether a text may be an organization's address: 2 to 40 of a-z, 0-9 and single hyphens inside. Reserved words are the server's. */
export function isAddress(text: string): boolean {
  return text.length >= 2 && text.length <= 40 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}

export const publicKeyEpoch = z.strictObject({ commit: hash, epoch: counter, publicKey: sealingKey });
/** A sealed name: at most what 100 characters of any script come to. */
export const sealedName = z
  .string()
  .max(1024)
  .refine((text) => fromBase64Url(text) !== undefined, 'expected base64url');

/** A grant on a vault to a member or a group, as a role or right by right. */
export const grantee = z.union([
  z.strictObject({ member: memberId, role }),
  z.strictObject({ member: memberId, rights }),
  z.strictObject({ group: groupId, role }),
  z.strictObject({ group: groupId, rights }),
]);
export const invitedGrant = z.union([
  z.strictObject({ role, vault: vaultId }),
  z.strictObject({ rights, vault: vaultId }),
]);
export const vaultHead = z.strictObject({ hash, seq: counter, vault: vaultId });

export const maxMembersPerEvent = 1000;
export const maxVaultsPerEvent = 1000;
const maxGroupsPerEvent = 200;
export const memberList = z.array(memberId).max(maxMembersPerEvent);
export const groupList = z.array(groupId).max(maxGroupsPerEvent);
/** The manifests of vaults as they stood when somebody lost the right to write them (attack row X17). */
export const vaultHeads = z.array(vaultHead).max(maxVaultsPerEvent);
