import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { readServerKeys } from '../platform/keys.ts';
import { OperationRefused } from './operation-refused.ts';

/** The content of the key file, for an archive. Refuses when it is missing or holds other keys than `keyId`. */
export async function readKeyFileOf(path: string, keyId: string): Promise<unknown> {
  if (!existsSync(path)) {
    throw new OperationRefused(
      `The key file ${path} is missing; the database was made with the server keys ${keyId}. Point POSTERN_KEY_FILE at it.`,
    );
  }
  const keys = await readServerKeys(path);
  if (keys.keyId !== keyId) {
    throw new OperationRefused(
      `${path} holds the server keys ${keys.keyId}, but the database was made with ${keyId}. Point POSTERN_KEY_FILE at the right file.`,
    );
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** What becomes of the key file in a restore. */
export interface KeyFilePlan {
  /** Puts the archive's keys in place; until {@link settle} it can be undone. */
  place(): void;
  undo(): void;
  /** Where the key file went that was there before; `undefined` when none was moved. */
  readonly movedTo: string | undefined;
  /** The archive's keys get written. */
  readonly writes: boolean;
  /** Removes what is left over when `place` was never reached. Safe to call at any end. */
  discard(): void;
}

const unchanged: KeyFilePlan = {
  place: () => {},
  undo: () => {},
  movedTo: undefined,
  writes: false,
  discard: () => {},
};

/**
 * Decides what the key file at `path` becomes when a database of the keys `keyId` is restored: it stays when it holds
 * them; otherwise the archive's own (`archived`) replace it, and the old file is kept under another name. Refuses when
 * the archive has none, or has others than it says. Changes nothing yet but a file beside it.
 */
export async function planKeyFile(
  path: string,
  { keyId, archived, nowMs }: { keyId: string; archived: unknown; nowMs: number },
): Promise<KeyFilePlan> {
  const present = existsSync(path) ? (await readServerKeys(path)).keyId : undefined;
  if (present === keyId) return unchanged;
  if (archived === undefined) {
    throw new OperationRefused(
      present === undefined
        ? `This backup needs the key file with the server keys ${keyId}, and ${path} is missing. Put that file there first: without it nobody can sign in with a password.`
        : `This backup needs the key file with the server keys ${keyId}, but ${path} holds ${present}. Point POSTERN_KEY_FILE at the right file.`,
    );
  }
  const fresh = `${path}.restoring`;
  const movedTo = present === undefined ? undefined : `${path}.before-restore-${nowMs}`;
  writeFile(fresh, archived);
  const discard = () => rmSync(fresh, { force: true });
  const held = await readServerKeys(fresh).catch(() => undefined);
  if (held?.keyId !== keyId) {
    discard();
    throw new OperationRefused('The keys in this backup are not those of its database. Use another backup.');
  }
  let placed = false;
  return {
    writes: true,
    movedTo,
    place: () => {
      if (movedTo !== undefined) renameSync(path, movedTo);
      renameSync(fresh, path);
      placed = true;
    },
    undo: () => {
      if (!placed) return;
      rmSync(path);
      if (movedTo !== undefined) renameSync(movedTo, path);
    },
    discard,
  };
}

function writeFile(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // A file of this name is left from a restore that was killed before it changed anything.
  rmSync(path, { force: true });
  const descriptor = openSync(path, 'wx', 0o600);
  writeSync(descriptor, `${JSON.stringify(content, undefined, 2)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}
