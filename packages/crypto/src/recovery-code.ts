import { type Bytes, ok, type Result, refuse } from '@postern/core';
import { deriveBytes } from './derive.ts';
import { ObjectType } from './object-types.ts';
import { formatPrinted, parsePrinted } from './printed-code.ts';
import { type RecoveryProof, recoveryProofPayload } from './recovery-proof.ts';
import {
  drawSecret,
  parseSecret,
  type RecoverySecret,
  type SealingSeed,
  type SigningSeed,
} from './secrets.ts';
import { type SigningKey, signingKeyFromSeed, signObject } from './sign.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed } from './wrap.ts';

/** The recovery code on paper. SPEC: a printed code (`printed-code.ts`) whose mark is the version of the kit. */

export interface RecoveryCode {
  /** Counts up when the code is regenerated; the ledger says which version is current. 1 to 255. */
  readonly version: number;
  readonly secret: RecoverySecret;
}

/** The two key pairs behind a recovery code; the ledger pins their public halves. */
export interface RecoveryKeys {
  readonly signing: SigningKey;
  readonly sealing: SealingKeyPair;
}

/** `params.group` counts from 1 where one group is to blame. */
export type RecoveryCodeProblem =
  | 'recovery_code_length'
  | 'recovery_code_character'
  | 'recovery_code_group'
  | 'recovery_code_checksum'
  | 'recovery_code_is_sheet';

const problems = {
  length: 'recovery_code_length',
  character: 'recovery_code_character',
  group: 'recovery_code_group',
  checksum: 'recovery_code_checksum',
  kind: 'recovery_code_is_sheet',
} as const;

/** A fresh code. */
export function newRecoveryCode(version: number): RecoveryCode {
  assertVersion(version);
  return { version, secret: drawSecret<RecoverySecret>() };
}

/** The text to print: eleven groups of six joined by hyphens. It is the secret itself and goes on paper only. */
export function formatRecoveryCode({ version, secret }: RecoveryCode): string {
  assertVersion(version);
  return formatPrinted('recovery-code', { mark: version, secret });
}

/**
 * The code in what somebody typed. Spaces, hyphens and case do not matter; O is 0, I and L are 1. Refused with
 * `recovery_code_length`, `_character` or `_group` (each naming the group when it can be told), `_checksum`, or
 * `recovery_code_is_sheet` for a sheet that brings keys back.
 */
export function parseRecoveryCode(text: string): Result<RecoveryCode, RecoveryCodeProblem> {
  const parsed = parsePrinted('recovery-code', text);
  if (!parsed.ok) return { ...parsed, code: problems[parsed.code] };
  const { mark: version } = parsed.value;
  const secret = parseSecret<RecoverySecret>(parsed.value.secret);
  // One sheet in two thousand has the check of both kinds; no version of a kit is its mark.
  if (version === 0) return refuse('recovery_code_is_sheet');
  if (secret === undefined) return refuse('recovery_code_checksum');
  return ok({ version, secret });
}

/** The recovery key pairs: the same ones whenever the code is typed. The version does not enter, the secret is fresh. */
export async function recoveryKeysOf({ secret }: RecoveryCode): Promise<RecoveryKeys> {
  const signingSeed = (await deriveBytes(secret, 'recovery/signing')) as SigningSeed;
  const sealingSeed = (await deriveBytes(secret, 'recovery/sealing')) as SealingSeed;
  return {
    signing: await signingKeyFromSeed(signingSeed),
    sealing: await sealingKeyPairFromSeed(sealingSeed),
  };
}

/** Shows a session's server that the kit is at hand: the signed object `06` (docs/protocol/recovery.md). */
export function signRecoveryProof(
  { signing }: Pick<RecoveryKeys, 'signing'>,
  proof: RecoveryProof,
): Promise<Bytes> {
  return signObject(ObjectType.recoveryProof, signing, recoveryProofPayload(proof));
}

function assertVersion(version: number): void {
  if (!Number.isInteger(version) || version < 1 || version > 255) {
    throw new RangeError('the version of a recovery code is 1 to 255');
  }
}
