import type { EntryChange } from '@postern/contract';
import { type Bytes, fromBase64Url, ok, type Result, refuse } from '@postern/core';
import { isSealed, ObjectType, sha256 } from '@postern/crypto/public';
import type { LeafChange } from '@postern/ledger';

/** A change as it will be stored; a purge has neither header nor body. */
export interface ParsedChange {
  readonly change: LeafChange;
  readonly header: Bytes;
  readonly body: Bytes;
}

const nothing = new Uint8Array(0);

/** The changes with their leaves, or `object_malformed` with the field that is no sealed header or body. */
export function parseChanges(
  changes: readonly EntryChange[],
): Result<readonly ParsedChange[], 'object_malformed'> {
  const parsed: ParsedChange[] = [];
  for (const [at, change] of changes.entries()) {
    const { entry } = change;
    if ('purge' in change) {
      parsed.push({ change: { kind: 'purge', entry }, header: nothing, body: nothing });
      continue;
    }
    const header = fromBase64Url(change.header);
    if (header === undefined || !isSealed(header, ObjectType.entryHeader)) {
      return refuse('object_malformed', { field: `/changes/${at}/header` });
    }
    const body = fromBase64Url(change.body);
    if (body === undefined || !isSealed(body, ObjectType.entryBody)) {
      return refuse('object_malformed', { field: `/changes/${at}/body` });
    }
    const { revision, epoch } = change;
    const leaf = { entry, revision, epoch, headerHash: sha256(header), bodyHash: sha256(body) };
    parsed.push({ change: { kind: 'put', leaf }, header, body });
  }
  return ok(parsed);
}
