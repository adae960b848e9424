import type { PhoneApprovalId, PhonePairingId } from '@postern/core';
import { isId } from '@postern/core';
import { z } from 'zod';
import { accountId, bytesB64, hash, keyMethodId, plainText } from '../fields.ts';

/** Fields of what phones and their other sides say. docs/protocol/phone.md. */

const idText = z.string().refine(isId, 'expected 22 characters of base64url (16 bytes)');
export const phonePairingId = idText.transform((text) => text as PhonePairingId);
export const phoneApprovalId = idText.transform((text) => text as PhoneApprovalId);

/** How a phone shows that it is paired: the method it holds and what only its holder can show. No session is needed. */
export const phoneProof = z.strictObject({ account: accountId, method: keyMethodId, proof: bytesB64(32) });
export type PhoneProof = z.infer<typeof phoneProof>;

/** How a phone names itself. */
export const phoneLabel = plainText
  .refine((text) => text.trim() !== '', 'expected a name')
  .refine((text) => text.length <= 60, 'expected at most 60 characters');

/** X-Wing public key. */
export const sealingKeyB64 = bytesB64(1216);
/** A nonce of the exchange of digits. */
export const nonceB64 = bytesB64(32);
export const macB64 = hash;
