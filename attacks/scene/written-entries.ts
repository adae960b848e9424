import { type EntryChange, type HeaderRecord, writeVault } from '@postern/contract';
import { type Bytes, type EntryId, fromBase64Url } from '@postern/core';
import { sha256 } from '@postern/crypto/public';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';

/** A sealed entry as a client sent it: what a server that keeps everything has. */
export interface WrittenEntry {
  readonly entry: EntryId;
  readonly revision: number;
  readonly epoch: number;
  readonly header: Bytes;
  readonly body: Bytes;
}

/**
 * Every revision of every entry (of one vault, if named) that was ever sent to this server, oldest first, also those that
 * were not accepted.
 */
export function writtenEntries(evil: MisbehavingServer, vault = ''): readonly WrittenEntry[] {
  return evil.received
    .filter(({ endpoint, url }) => endpoint?.name === writeVault.name && url.pathname.includes(vault))
    .flatMap(({ body }) => (JSON.parse(Buffer.from(body ?? []).toString()) as Written).changes)
    .filter((change) => 'header' in change)
    .map((change) => ({
      ...change,
      header: fromBase64Url(change.header) as Bytes,
      body: fromBase64Url(change.body) as Bytes,
    }));
}

interface Written {
  readonly changes: readonly EntryChange[];
}

/** The record of a changes pack that shows this revision, as if it were the entry's newest. */
export function recordOf(written: WrittenEntry, seq: number): HeaderRecord {
  const { entry, revision, epoch, header, body } = written;
  return { entry, revision, epoch, seq, header, bodyHash: sha256(body), bodySize: body.length };
}
