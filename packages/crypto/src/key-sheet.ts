import { ok, type Result, refuse } from '@postern/core';
import { formatPrinted, parsePrinted } from './printed-code.ts';
import { type MethodSeed, parseSecret } from './secrets.ts';

/**
 * A key sheet: the seed of a QR method on paper. SPEC: docs/protocol/key-storage.md. Its QR code says
 * `KEY-<printed code>/<key storage version>/<state revision>`; typed it is the printed code, with or without `KEY-`. The two
 * numbers are those of the moment it was made: a device that opens by the sheet refuses anything older from the server.
 */

export interface KeySheet {
  readonly seed: MethodSeed;
  /** Absent when the code was typed. */
  readonly seen?: { readonly keyStorageVersion: number; readonly stateRevision: number };
}

/** `params.group` counts from 1 where one group is to blame. `sheet_is_recovery_kit`: it is an organization's kit. */
export type KeySheetProblem = 'sheet_code_wrong' | 'sheet_is_recovery_kit';

/** A key sheet prints nothing but its seed, so the mark of its code is always this one. */
const mark = 0;
const prefix = /^\s*KEY[\s\-\u2010-\u2015]+/iu;
const seenNumbers = /\/([1-9]\d{0,9})\/([1-9]\d{0,9})\s*$/;

/** The groups to print, which are the seed itself. */
export function keySheetGroups(seed: MethodSeed): readonly string[] {
  return formatPrinted('key-sheet', { mark, secret: seed }).split('-');
}

/** What the sheet's QR code says. */
export function keySheetText({ seed, seen }: Required<KeySheet>): string {
  return `KEY-${keySheetGroups(seed).join('-')}/${seen.keyStorageVersion}/${seen.stateRevision}`;
}

/** The sheet in what was scanned or typed. */
export function parseKeySheet(text: string): Result<KeySheet, KeySheetProblem> {
  const numbers = seenNumbers.exec(text);
  const code = (numbers === null ? text : text.slice(0, numbers.index)).replace(prefix, '');
  const parsed = parsePrinted('key-sheet', code);
  if (!parsed.ok) {
    return parsed.code === 'kind'
      ? refuse('sheet_is_recovery_kit')
      : refuse('sheet_code_wrong', parsed.params === undefined ? {} : { params: parsed.params });
  }
  const seed = parseSecret<MethodSeed>(parsed.value.secret);
  // One kit in two thousand has the check of both kinds; its mark is the version, which begins with one.
  if (parsed.value.mark !== mark) return refuse('sheet_is_recovery_kit');
  if (seed === undefined) return refuse('sheet_code_wrong');
  if (numbers === null) return ok({ seed });
  return ok({
    seed,
    seen: { keyStorageVersion: Number(numbers[1]), stateRevision: Number(numbers[2]) },
  });
}
