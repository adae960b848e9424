import { type Bytes, concatBytes, ok, type Result, refuse, utf8 } from '@postern/core';
import { sha256 } from './hash.ts';

/**
 * A secret on paper. SPEC: 8 bits of mark, 256 bits of secret and 11 bits of SHA-256 over both make 55 characters of
 * Crockford's base32: eleven groups of five, each followed by a check character of its own, so that a typing error names
 * its group. The check characters find mistakes; they add no security. What kind of code it is enters the hash, so that
 * none is taken for one of another kind.
 */

export type PrintedKind = 'recovery-code' | 'key-sheet';

export interface PrintedCode {
  /** One byte that the kind gives its meaning. */
  readonly mark: number;
  /** 32 bytes. */
  readonly secret: Bytes;
}

/** `params.group` counts from 1 where one group is to blame. `kind`: it is a code of another kind, and a right one. */
export type PrintedProblem = 'length' | 'character' | 'group' | 'checksum' | 'kind';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 11;
const dataPerGroup = 5;
const groupLength = dataPerGroup + 1;
const checksumBits = 11;

/** The text to print: eleven groups of six joined by hyphens. */
export function formatPrinted(kind: PrintedKind, { mark, secret }: PrintedCode): string {
  const payload = concatBytes(new Uint8Array([mark]), secret);
  const bits = `${bitsOf(payload)}${checksumOf(kind, payload)}`;
  return Array.from({ length: groups }, (_, group) => {
    const values = Array.from({ length: dataPerGroup }, (_value, at) => {
      const start = (group * dataPerGroup + at) * 5;
      return Number.parseInt(bits.slice(start, start + 5), 2);
    });
    return [...values, checkValue(group, values)].map((value) => alphabet.charAt(value)).join('');
  }).join('-');
}

/** The code in what somebody typed. Spaces, hyphens and case do not matter; O is 0, I and L are 1. */
export function parsePrinted(kind: PrintedKind, text: string): Result<PrintedCode, PrintedProblem> {
  const typedGroups = text
    .toUpperCase()
    .split(/[\s\-\u2010-\u2015]+/u)
    .filter((group) => group !== '');
  const typed = typedGroups.join('').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  const stranger = [...typed].findIndex((character) => !alphabet.includes(character));
  if (stranger >= 0) return problem('character', Math.floor(stranger / groupLength));
  if (typed.length !== groups * groupLength) {
    // Only groups that the person kept apart can tell which one is short or long.
    const odd =
      typedGroups.length === groups ? typedGroups.findIndex((group) => group.length !== groupLength) : -1;
    if (odd >= 0) return problem('length', odd);
    // Somebody may still be typing: a mistake in what is complete is told now.
    const wrong = firstWrongGroup(typed);
    return wrong === undefined ? refuse('length') : problem('group', wrong);
  }
  const values = [...typed].map((character) => alphabet.indexOf(character));
  let bits = '';
  for (let group = 0; group < groups; group++) {
    const start = group * groupLength;
    const data = values.slice(start, start + dataPerGroup);
    if (checkValue(group, data) !== values[start + dataPerGroup]) return problem('group', group);
    bits += data.map((value) => value.toString(2).padStart(5, '0')).join('');
  }
  const payload = Uint8Array.from(bits.slice(0, 33 * 8).match(/.{8}/g) ?? [], (byte) =>
    Number.parseInt(byte, 2),
  );
  const checksum = bits.slice(33 * 8);
  if (checksum !== checksumOf(kind, payload)) {
    const other = kind === 'key-sheet' ? 'recovery-code' : 'key-sheet';
    return refuse(checksum === checksumOf(other, payload) ? 'kind' : 'checksum');
  }
  return ok({ mark: payload[0] ?? 0, secret: payload.slice(1) });
}

/** The first complete group whose check character does not fit. */
function firstWrongGroup(typed: string): number | undefined {
  for (let group = 0; group < groups && (group + 1) * groupLength <= typed.length; group++) {
    const start = group * groupLength;
    const values = [...typed.slice(start, start + groupLength)].map((one) => alphabet.indexOf(one));
    if (checkValue(group, values.slice(0, dataPerGroup)) !== values[dataPerGroup]) return group;
  }
  return undefined;
}

function problem(code: PrintedProblem, group: number) {
  return refuse(code, { params: { group: Math.min(group, groups - 1) + 1 } });
}

/**
 * Evaluates group number and data as a polynomial over the field of 32 elements: every single wrong character, every
 * swap of two neighbours and every group in another's place changes it.
 */
function checkValue(group: number, data: readonly number[]): number {
  const timesAlpha = (value: number) => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;
  return timesAlpha(data.reduce((sum, value) => timesAlpha(sum) ^ value, group + 1));
}

function checksumOf(kind: PrintedKind, payload: Uint8Array): string {
  return bitsOf(sha256(concatBytes(utf8(`postern/1/${kind}/`), payload))).slice(0, checksumBits);
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}
