import { type EntryId, type FolderId, newId, ok, type Result, refuse } from '@postern/core';
import { type EntryBody, type EntryHeader, type VaultHeader, vaultEntryId } from '@postern/crypto';
import { isName } from '@postern/ledger';
import type { EntryDraft } from '../port.ts';
import {
  checkDraft,
  contentAfterEdit,
  contentOfNew,
  isVaultHeader,
  namedVault,
  vaultBody,
  withFolder,
  withoutFields,
} from './entry-content.ts';
import type { EntryContent } from './prepare-write.ts';
import type { KnownEntry } from './record.ts';
import type { VaultReplica } from './vault-replica.ts';
import type { VaultView } from './write-changes.ts';

/** Each thing a person does to a vault, as what it asks of the replica. */

/** So many entries go under one manifest, or so much text: what a server takes in one body, with room to spare. */
const chunkEntries = 1000;
const chunkCharacters = 4 * 1024 * 1024;

/**
 * Adds entries in the order given, a thousand under one manifest. Answers their ids; a refusal on the way says in
 * `params.added` how many were added before it.
 */
export async function addEntries(
  replica: VaultReplica,
  drafts: readonly EntryDraft[],
  nowMs: number,
): Promise<Result<readonly EntryId[]>> {
  for (const draft of drafts) {
    const checked = checkDraft(draft);
    if (!checked.ok) return checked;
  }
  const ids: EntryId[] = [];
  for (const chunk of chunksOf(drafts)) {
    const intents = chunk.map((draft) => ({
      entry: newId<EntryId>(),
      base: undefined,
      content: contentOfNew(draft, nowMs),
    }));
    const written = await replica.write(async () => ok(intents), 'conflict');
    if (!written.ok) return { ...written, params: { ...written.params, added: ids.length } };
    for (const { entry } of intents) ids.push(entry);
  }
  return ok(ids);
}

/** Replaces an entry by the draft; refused with `edit_conflict` when it is not at the revision the person saw. */
export async function editEntry(
  replica: VaultReplica,
  entry: EntryId,
  revision: number,
  draft: EntryDraft,
  nowMs: number,
): Promise<Result<undefined>> {
  const checked = checkDraft(draft);
  if (!checked.ok) return checked;
  return replica.write(async (view) => {
    const before = await openForWrite(view, entry);
    if (!before.ok) return before;
    const { known, header, body } = before.value;
    if (known.leaf.revision !== revision) return refuse('edit_conflict', { params: { entry } });
    return ok([{ entry, base: known.leaf, content: contentAfterEdit({ header, body }, draft, nowMs) }]);
  }, 'conflict');
}

/** Changes the headers of entries, on top of whatever others wrote; those that `change` leaves alone are not written. */
export function changeHeaders(
  replica: VaultReplica,
  entries: readonly EntryId[],
  change: (header: EntryHeader) => EntryHeader | undefined,
): Promise<Result<undefined>> {
  return replica.write(async (view) => {
    const intents = [];
    for (const entry of entries) {
      const before = await openForWrite(view, entry);
      if (!before.ok) return before;
      const { known, header, body } = before.value;
      const changed = change(header);
      if (changed !== undefined)
        intents.push({ entry, base: known.leaf, content: { header: changed, body } });
    }
    return ok(intents);
  }, 'again');
}

export function setFavourite(favourite: boolean, nowMs: number) {
  return (header: EntryHeader): EntryHeader | undefined => {
    if ((header.favourite === true) === favourite) return undefined;
    const rest = { ...withoutFields(header, 'favourite'), changedAtMs: nowMs };
    return favourite ? { ...rest, favourite } : rest;
  };
}

export function trash(nowMs: number) {
  return (header: EntryHeader): EntryHeader | undefined =>
    header.trashedAtMs === undefined ? { ...header, trashedAtMs: nowMs } : undefined;
}

export function restore(header: EntryHeader): EntryHeader | undefined {
  return header.trashedAtMs === undefined ? undefined : withoutFields(header, 'trashedAtMs');
}

/** Removes entries for good. What is gone already is as it was wanted. */
export function purgeEntries(replica: VaultReplica, entries: readonly EntryId[]): Promise<Result<undefined>> {
  return replica.write(async (view) => {
    const intents = entries.flatMap((entry) => {
      const known = view.find(entry);
      return known === undefined ? [] : [{ entry, base: known.leaf, content: 'purge' as const }];
    });
    return ok(intents);
  }, 'again');
}

/**
 * Seals the entry anew in another vault and then removes it from this one. Changed in between: `edit_conflict`, and it
 * stays only where it was. Answers the new id.
 */
export async function moveEntry(
  from: VaultReplica,
  entry: EntryId,
  to: VaultReplica,
): Promise<Result<EntryId>> {
  const opened = await from.openEntry(entry);
  if (!opened.ok) return opened;
  const { known, body } = opened.value;
  if (isVaultHeader(known.header)) return refuse('not_found');
  const moved = newId<EntryId>();
  // A folder belongs to its vault.
  const content: EntryContent = { header: withoutFields(known.header, 'folder'), body };
  const put = await to.write(async () => ok([{ entry: moved, base: undefined, content }]), 'conflict');
  if (!put.ok) return put;
  const purged = await from.write(async (view) => {
    const now = view.find(entry);
    if (now === undefined || now.leaf.revision !== known.leaf.revision) {
      return refuse('edit_conflict', { params: { entry } });
    }
    return ok([{ entry, base: known.leaf, content: 'purge' }]);
  }, 'conflict');
  if (purged.ok) return ok(moved);
  // Nothing is half done where it can be helped: the copy goes again, and the refusal is the first one.
  await purgeEntries(to, [moved]);
  return purged;
}

/** Writes the vault's name into its own entry. */
export function nameVault(replica: VaultReplica, name: string, nowMs: number): Promise<Result<undefined>> {
  if (!isName(name)) return Promise.resolve(refuse('name_invalid', { field: '/name' }));
  return changeVaultHeader(replica, (before) => namedVault(before, name, nowMs));
}

/** Adds a folder to the vault's own entry and answers its id. */
export async function createFolder(
  replica: VaultReplica,
  name: string,
  nowMs: number,
): Promise<Result<FolderId>> {
  if (!isName(name)) return refuse('name_invalid', { field: '/name' });
  const id = newId<FolderId>();
  const written = await changeVaultHeader(replica, (before) => withFolder(before, { id, name }, nowMs));
  return written.ok ? ok(id) : written;
}

function changeVaultHeader(
  replica: VaultReplica,
  change: (before: VaultHeader | undefined) => VaultHeader,
): Promise<Result<undefined>> {
  return replica.write(async (view) => {
    const known = view.find(vaultEntryId);
    const before = known && isVaultHeader(known.header) ? known.header : undefined;
    const content: EntryContent = { header: change(before), body: vaultBody };
    return ok([{ entry: vaultEntryId, base: known?.leaf, content }]);
  }, 'again');
}

async function openForWrite(
  view: VaultView,
  entry: EntryId,
): Promise<Result<{ readonly known: KnownEntry; readonly header: EntryHeader; readonly body: EntryBody }>> {
  const first = view.find(entry);
  if (first === undefined || isVaultHeader(first.header)) return refuse('not_found');
  const body = await view.openBody(entry);
  if (!body.ok) return body;
  // Opening may have followed the server.
  const known = view.find(entry);
  if (known === undefined || isVaultHeader(known.header)) return refuse('not_found');
  if (known.leaf.revision !== first.leaf.revision) return openForWrite(view, entry);
  return ok({ known, header: known.header, body: body.value });
}

function* chunksOf(drafts: readonly EntryDraft[]): Generator<readonly EntryDraft[]> {
  let chunk: EntryDraft[] = [];
  let characters = 0;
  for (const draft of drafts) {
    const length = JSON.stringify(draft).length;
    if (chunk.length === chunkEntries || (chunk.length > 0 && characters + length > chunkCharacters)) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    chunk.push(draft);
    characters += length;
  }
  if (chunk.length > 0) yield chunk;
}
