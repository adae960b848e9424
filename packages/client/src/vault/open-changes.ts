import type { HeaderRecord } from '@postern/contract';
import { type Bytes, ok, type Result, type VaultId } from '@postern/core';
import type { LeafChange } from '@postern/ledger';
import type { VaultContext } from './context.ts';
import { openHeaders } from './open-headers.ts';
import type { EntryRecord, RecordChange } from './record.ts';

/**
 * The checked changes with their headers opened, ready to be kept. `served` are the records that they were made from, one
 * for each and in the same order. Refused as `openHeaders` refuses.
 */
export async function openChanges(
  context: Pick<VaultContext, 'vaultKeys'>,
  vault: VaultId,
  changes: readonly LeafChange[],
  served: readonly HeaderRecord[],
): Promise<Result<readonly RecordChange[]>> {
  const puts: Omit<EntryRecord, 'header'>[] = [];
  const out: RecordChange[] = [];
  for (const [at, change] of changes.entries()) {
    const record = served[at];
    if (record === undefined) throw new RangeError('a change without the record it was made from');
    const { seq, bodySize, header } = record;
    if (change.kind === 'purge') out.push({ kind: 'purge', entry: change.entry, seq });
    else puts.push({ leaf: change.leaf, seq, bodySize, sealedHeader: header as Bytes });
  }
  const headers = await openHeaders(
    context,
    vault,
    puts.map(({ leaf, sealedHeader }) => ({ leaf, bytes: sealedHeader })),
  );
  if (!headers.ok) return headers;
  for (const [at, put] of puts.entries()) {
    const header = headers.value[at];
    if (header === undefined) throw new RangeError('fewer headers than were to be opened');
    out.push({ kind: 'put', record: { ...put, header } });
  }
  return ok(out);
}
