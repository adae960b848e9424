import { timingSafeEqual } from 'node:crypto';
import type { PhoneProof } from '@postern/contract';
import { ok, type Result, refuse, utf8 } from '@postern/core';
import { methodProofHash } from '../account/key-methods.ts';
import { findPhoneMethod, type PhoneMethod } from '../account/phone-methods.ts';
import type { Call } from '../platform/http/call.ts';
import type { Platform } from '../platform/platform.ts';
import { limitPhones } from './phone-limits.ts';

/**
 * The phone that a request comes from: it shows the method it holds and what only its holder can derive. An unknown account
 * or method is the same work and the same `phone_unknown` as a wrong proof (attack row X2).
 */
export async function asPhone(
  { db, keys, limits }: Pick<Platform, 'db' | 'keys' | 'limits'>,
  call: Call,
  { account, method, proof }: PhoneProof,
): Promise<Result<PhoneMethod, 'phone_unknown' | 'rate_limited'>> {
  const limited = await limitPhones(limits, call.client.address);
  if (!limited.ok) return limited;
  const found = await findPhoneMethod(db.kysely, account, method);
  const shown = utf8(methodProofHash(keys, account, proof));
  const known = utf8(found?.proofHash ?? methodProofHash(keys, account, ''));
  return timingSafeEqual(shown, known) && found !== undefined ? ok(found) : refuse('phone_unknown');
}
