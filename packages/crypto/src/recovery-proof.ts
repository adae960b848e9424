import {
  type Bytes,
  encodeCanonical,
  equalBytes,
  type Json,
  type OrganizationId,
  type SessionId,
} from '@postern/core';
import { ObjectType } from './object-types.ts';
import { verifySigned } from './verify-signed.ts';

/** Whom the holder of a recovery kit shows it to: one session, at one organization's door, once. */
export interface RecoveryProof {
  /** What the server drew for this one time; 32 bytes as base64url. */
  readonly challenge: string;
  readonly org: OrganizationId;
  readonly session: SessionId;
  /** Of the kit. */
  readonly version: number;
}

/**
 * SPEC: docs/protocol/objects.md, type `06`: what the recovery key signs before the history is shown. It says nothing that
 * a ledger could hold, and whoever gets to see it can do nothing with it anywhere else.
 */
export function recoveryProofPayload({ challenge, org, session, version }: RecoveryProof): Json {
  return { challenge, kind: 'recovery-proof', org, session, version };
}

/** Whether the object was signed by this recovery key for exactly this challenge, session and organization. */
export async function recoveryProofHolds(
  publicKey: Bytes,
  object: Bytes,
  expected: RecoveryProof,
): Promise<boolean> {
  const verified = await verifySigned(object, ObjectType.recoveryProof, publicKey);
  const meant = encodeCanonical(recoveryProofPayload(expected));
  return verified.ok && equalBytes(encodeCanonical(verified.value), meant);
}
