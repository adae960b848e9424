import { concatBytes, ok, type Result, refuse, utf8 } from '@postern/core';
import { deriveBytes } from './derive.ts';
import { sha256 } from './hash.ts';
import {
  drawSecret,
  parseSecret,
  type RecoverySecret,
  type SealingSeed,
  type SigningSeed,
} from './secrets.ts';
import { type SigningKey, signingKeyFromSeed } from './sign.ts';
import { type SealingKeyPair, sealingKeyPairFromSeed } from './wrap.ts';

/**
 * The recovery code on paper. SPEC: 8 bits of version, 256 bits of secret and 11 bits of SHA-256 over both make 55
 * characters of Crockford's base32: eleven groups of five, each followed by a check character of its own, so that a
 * typing error names its group. The check characters find mistakes; they add no security.
 */

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
  | 'recovery_code_checksum';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 11;
const dataPerGroup = 5;
const groupLength = dataPerGroup + 1;
const checksumBits = 11;

/** A fresh code. */
export function newRecoveryCode(version: number): RecoveryCode {
  assertVersion(version);
  return { version, secret: drawSecret<RecoverySecret>() };
}

/** The text to print: eleven groups of six joined by hyphens. It is the secret itself and goes on paper only. */
export function formatRecoveryCode({ version, secret }: RecoveryCode): string {
  assertVersion(version);
  const payload = concatBytes(new Uint8Array([version]), secret);
  const bits = `${bitsOf(payload)}${checksumOf(payload)}`;
  return Array.from({ length: groups }, (_, group) => {
    const values = Array.from({ length: dataPerGroup }, (_value, at) => {
      const start = (group * dataPerGroup + at) * 5;
      return Number.parseInt(bits.slice(start, start + 5), 2);
    });
    return [...values, checkValue(group, values)].map((value) => alphabet.charAt(value)).join('');
  }).join('-');
}

/**
 * The code in what somebody typed. Spaces, hyphens and case do not matter; O is 0, I and L are 1. Refused with
 * `recovery_code_length`, `_character` or `_group` (each naming the group when it can be told) or `_checksum`.
 */
export function parseRecoveryCode(text: string): Result<RecoveryCode, RecoveryCodeProblem> {
  const typedGroups = text
    .toUpperCase()
    .split(/[\s\-\u2010-\u2015]+/u)
    .filter((group) => group !== '');
  const typed = typedGroups.join('').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const stranger = [...typed].findIndex((character) => !alphabet.includes(character));
  if (stranger >= 0) return problem('recovery_code_character', Math.floor(stranger / groupLength));
  if (typed.length !== groups * groupLength) {
    // Only groups that the person kept apart can tell which one is short or long.
    const odd =
      typedGroups.length === groups ? typedGroups.findIndex((group) => group.length !== groupLength) : -1;
    return odd >= 0 ? problem('recovery_code_length', odd) : refuse('recovery_code_length');
  }
  const values = [...typed].map((character) => alphabet.indexOf(character));
  let bits = '';
  for (let group = 0; group < groups; group++) {
    const start = group * groupLength;
    const data = values.slice(start, start + dataPerGroup);
    if (checkValue(group, data) !== values[start + dataPerGroup])
      return problem('recovery_code_group', group);
    bits += data.map((value) => value.toString(2).padStart(5, '0')).join('');
  }
  const payload = Uint8Array.from(bits.slice(0, 33 * 8).match(/.{8}/g) ?? [], (byte) =>
    Number.parseInt(byte, 2),
  );
  const secret = parseSecret<RecoverySecret>(payload.slice(1));
  const version = payload[0];
  if (bits.slice(33 * 8) !== checksumOf(payload) || secret === undefined || !version) {
    return refuse('recovery_code_checksum');
  }
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

function problem(code: RecoveryCodeProblem, group: number) {
  return refuse(code, { params: { group: Math.min(group, groups - 1) + 1 } });
}

function assertVersion(version: number): void {
  if (!Number.isInteger(version) || version < 1 || version > 255) {
    throw new RangeError('the version of a recovery code is 1 to 255');
  }
}

/**
 * Evaluates group number and data as a polynomial over the field of 32 elements: every single wrong character, every
 * swap of two neighbours and every group in another's place changes it.
 */
function checkValue(group: number, data: readonly number[]): number {
  const timesAlpha = (value: number) => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;
  return timesAlpha(data.reduce((sum, value) => timesAlpha(sum) ^ value, group + 1));
}

function checksumOf(payload: Uint8Array): string {
  return bitsOf(sha256(concatBytes(utf8('postern/1/recovery-code/'), payload))).slice(0, checksumBits);
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}
