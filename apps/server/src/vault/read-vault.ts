import { type ChangesMeta, encodeBodiesPack, encodeChangesPack, type HeaderRecord } from '@postern/contract';
import { type Bytes, type EntryId, ok, type Result, refuse, toBase64Url, type VaultId } from '@postern/core';
import { findRights } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listBodies, listChanged, listManifests, type VaultKey } from './queries.ts';

type Reader = Pick<OrganizationCaller, 'state' | 'member'>;

/** Records in one pack: enough that two are ten thousand entries, few enough that progress shows. */
const recordsPerPack = 5000;

/** Up to so many changes, and so many bytes, bodies come along: whoever follows one edit asks once. */
const fewRecords = 16;
const fewBodyBytes = 64 * 1024;

/**
 * Headers of the entries changed after manifest `since`, with the manifests in between as a client needs them to
 * follow the chain; for 0 the whole vault and the newest manifest alone. `count` is the number of records. `next` is
 * there when there are more, to be asked for with `after`; who then meets another newest manifest starts over. A few
 * changes come with their bodies.
 */
export async function readChanges(
  { db }: Pick<Platform, 'db'>,
  caller: Reader,
  vault: VaultId,
  { since, after }: { readonly since: number; readonly after?: EntryId | undefined },
): Promise<Result<Bytes, 'vault_not_shared'>> {
  if (!maySee(caller, vault)) return refuse('vault_not_shared');
  const key = { organization: caller.state.organization, vault };
  const limit = recordsPerPack + 1;
  const { headSeq, rows } = await listChanged(db.kysely, key, { since, after, limit });
  const from = since === 0 ? Math.max(headSeq, 1) : since + 1;
  const manifests = from > headSeq ? [] : await listManifests(db.kysely, key, { from, to: headSeq });
  const records: HeaderRecord[] = [];
  for (const row of rows.slice(0, recordsPerPack)) {
    const { entry, revision, epoch, changed_seq, body_hash, body_size, header } = row;
    if (entry === null || revision === null || epoch === null || changed_seq === null) continue;
    if (body_hash === null || body_size === null || header === null) continue;
    const seq = changed_seq;
    records.push({ entry, revision, epoch, seq, bodyHash: body_hash, bodySize: body_size, header });
  }
  const last = rows.length > recordsPerPack ? records.at(-1)?.entry : undefined;
  const withBodies = since > 0 ? await addBodies(db, key, records) : undefined;
  const meta = {
    manifests: manifests.map(toBase64Url),
    count: records.length,
    ...(withBodies === undefined ? {} : { bodies: true as const }),
    ...(last === undefined ? {} : { next: last }),
  } satisfies ChangesMeta;
  return ok(encodeChangesPack(meta, withBodies ?? records));
}

/** The records with their bodies, if they are few and none of them has changed since they were listed. */
async function addBodies(
  { kysely }: Platform['db'],
  key: VaultKey,
  records: readonly HeaderRecord[],
): Promise<readonly HeaderRecord[] | undefined> {
  const written = records.filter(({ revision }) => revision > 0);
  const bytes = written.reduce((sum, { bodySize }) => sum + bodySize, 0);
  if (written.length === 0 || records.length > fewRecords || bytes > fewBodyBytes) return undefined;
  const entries = written.map(({ entry }) => entry);
  const bodies = new Map((await listBodies(kysely, key, entries)).map((found) => [found.entry, found]));
  const out: HeaderRecord[] = [];
  for (const record of records) {
    const found = bodies.get(record.entry);
    if (record.revision === 0) out.push(record);
    else if (found?.revision === record.revision) out.push({ ...record, body: found.body });
    else return undefined;
  }
  return out;
}

/** The bodies of the named entries; those that are gone are left out. */
export async function readBodies(
  { db }: Pick<Platform, 'db'>,
  caller: Reader,
  vault: VaultId,
  entries: readonly EntryId[],
): Promise<Result<Bytes, 'vault_not_shared'>> {
  if (!maySee(caller, vault)) return refuse('vault_not_shared');
  const key = { organization: caller.state.organization, vault };
  const records = await listBodies(db.kysely, key, [...new Set(entries)]);
  return ok(encodeBodiesPack({ count: records.length }, records));
}

/** The stored ledger decides, never the request; a vault that does not exist is one that is not shared. */
function maySee({ state, member }: Reader, vault: VaultId): boolean {
  return findRights(state, member.id, vault) !== undefined;
}
