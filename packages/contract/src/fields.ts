import {
  type AccessRecordId,
  type AccountId,
  type EntryId,
  type FactorId,
  fromBase64Url,
  type HashB64,
  type InviteId,
  isHash,
  isId,
  isVersion,
  type KeyMethodId,
  type MemberId,
  type OrganizationId,
  parseEmail,
  type RequestId,
  type SessionId,
  type VaultId,
} from '@postern/core';
import { z } from 'zod';

/** Field schemas used by more than one endpoint. Messages say what was expected, they reach the caller. */

const idText = z.string().refine(isId, 'expected 22 characters of base64url (16 bytes)');
const hashText = z.string().refine(isHash, 'expected 43 characters of base64url (32 bytes)');

export const accountId = idText.transform((text) => text as AccountId);
export const vaultId = idText.transform((text) => text as VaultId);
export const entryId = idText.transform((text) => text as EntryId);
export const keyMethodId = idText.transform((text) => text as KeyMethodId);
export const sessionId = idText.transform((text) => text as SessionId);
export const memberId = idText.transform((text) => text as MemberId);
export const inviteId = idText.transform((text) => text as InviteId);
export const requestId = idText.transform((text) => text as RequestId);
export const accessRecordId = idText.transform((text) => text as AccessRecordId);
export const factorId = idText.transform((text) => text as FactorId);
export const organizationId = hashText.transform((text) => text as OrganizationId);
export const hash = hashText.transform((text) => text as HashB64);

/** What a person reads to the operator, like `7QK2-M4`. STRICTER: too narrow to say anything else (attack row BW03). */
export const reference = z
  .string()
  .regex(/^[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){0,3}$/, 'expected groups of capital letters and digits');

/** Control characters say nothing, and PostgreSQL keeps no U+0000. Lines and tabs are a person's own. */
export const plainText = z
  .string()
  .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'expected text without control characters');

/** Where an organization may be, as somebody typed it; whether one can be there, the gate says of all alike. */
export const askedAddress = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => !/\p{Cc}/u.test(text), 'expected an address without control characters');

/** Bytes as unpadded base64url, at most `maximum` of them. */
export function bytesB64(maximum: number) {
  return z
    .string()
    .max(Math.ceil((maximum * 4) / 3), `expected at most ${maximum} bytes`)
    .refine((text) => fromBase64Url(text) !== undefined, 'expected base64url without padding');
}

/** A mail address; accepted in any spelling, handed on in the one that is stored. */
export const email = z
  .string()
  .max(320)
  .transform((text, context) => {
    const parsed = parseEmail(text);
    if (parsed.ok) return parsed.value;
    context.addIssue({ code: 'custom', message: 'expected a mail address like maya@northwind.example' });
    return z.NEVER;
  });

/** The six digits of a mailed code; spaces between them are forgiven. */
export const mailedCode = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .refine((text) => /^\d{6}$/.test(text), 'expected six digits');

export const seq = z.int().min(0);
export const timeMs = z.int().min(0);
/** Of what lasts minutes: the clock of a phone or of a new device may be wrong by more. */
export const spanMs = z.int().min(0).max(3_600_000);

export const head = z.strictObject({ seq, hash });
export type Head = z.infer<typeof head>;

/** Messages of the OPAQUE protocol as the library writes them; 2 KiB is far above the largest. */
export const opaqueMessage = z.string().min(1).max(2048);

export const clientKind = z.enum(['web', 'extension', 'app', 'cli', 'api']);
export type ClientKind = z.infer<typeof clientKind>;

/** No other form: others are told of it, and refuse an answer that holds one. */
export const clientVersion = z.string().refine(isVersion, 'expected a version like 1.2.3');

/** What a client says of itself at sign-in. The session keeps it; an update changes the version alone. */
export const clientInfo = z.strictObject({ kind: clientKind, version: clientVersion });
