import type { VaultId } from '@postern/core';
import { type FolderId, ok, type Result, refuse } from '@postern/core';
import type { EntryBody, EntryHeader, VaultHeader } from '@postern/crypto';
import type { EntryDraft, EntryRow, EntryType, OpenedEntry } from '../port.ts';
import type { EntryContent } from './prepare-write.ts';
import type { KnownEntry } from './record.ts';

/** Between what people write and see and what header and body hold (docs/protocol/vault.md, "Entry"). */

/** Earlier passwords that an entry keeps; the oldest go first. */
const historyKept = 100;
/** SPEC: the readers of `@postern/crypto` take no longer text and no longer list. */
const maxTextLength = 500_000;
const maxItems = 10_000;

const emptyBody: EntryBody = { custom: [], notes: '', v: 1 };
/** The body that goes with a vault's own entry. */
export const vaultBody = emptyBody;

/** Refused with `request_invalid` or `entry_too_large` and the field, for what no entry can hold. */
export function checkDraft(draft: EntryDraft): Result<undefined> {
  const texts: [string, string][] = [
    ['/title', draft.title],
    ['/user', draft.user],
    ['/password', draft.password],
    ['/notes', draft.notes],
    ...draft.urls.map((url, at): [string, string] => [`/urls/${at}`, url]),
    ...draft.tags.map((tag, at): [string, string] => [`/tags/${at}`, tag]),
    ...draft.custom.flatMap(({ name, value }, at): [string, string][] => [
      [`/custom/${at}/name`, name],
      [`/custom/${at}/value`, value],
    ]),
  ];
  for (const [field, text] of texts) {
    if (!text.isWellFormed()) return refuse('request_invalid', { field });
    if (text.length > maxTextLength) return refuse('entry_too_large', { field });
  }
  if (Math.max(draft.urls.length, draft.tags.length, draft.custom.length) > maxItems) {
    return refuse('entry_too_large');
  }
  return ok();
}

/** The content of a new entry. */
export function contentOfNew(draft: EntryDraft, nowMs: number): EntryContent {
  return {
    header: headerOf(draft, draft.type, { createdAtMs: nowMs, changedAtMs: nowMs }),
    body: bodyOf(draft, undefined),
  };
}

/** The content after an edit: a password that was replaced goes to the history. */
export function contentAfterEdit(
  before: { readonly header: EntryHeader; readonly body: EntryBody },
  draft: EntryDraft,
  nowMs: number,
): EntryContent {
  const { type, createdAtMs, trashedAtMs } = before.header;
  const header = headerOf(draft, isEntryType(type) ? draft.type : type, {
    createdAtMs,
    changedAtMs: nowMs,
    ...(trashedAtMs === undefined ? {} : { trashedAtMs }),
  });
  const replaced = before.body.password;
  const history = [
    ...(before.body.history ?? []),
    ...(replaced === undefined || replaced === draft.password ? [] : [{ atMs: nowMs, password: replaced }]),
  ].slice(-historyKept);
  return { header, body: bodyOf(draft, history) };
}

function headerOf(
  draft: EntryDraft,
  type: string,
  times: Pick<EntryHeader, 'createdAtMs' | 'changedAtMs' | 'trashedAtMs'>,
): EntryHeader {
  return {
    ...times,
    title: draft.title,
    type,
    v: 1,
    ...(draft.favourite ? { favourite: true } : {}),
    ...(draft.custom.length > 0 ? { fields: draft.custom.map(({ name }) => name) } : {}),
    ...(draft.folder === undefined ? {} : { folder: draft.folder }),
    ...(draft.tags.length > 0 ? { tags: [...draft.tags] } : {}),
    ...(draft.urls.length > 0 ? { urls: [...draft.urls] } : {}),
    ...(draft.user === '' ? {} : { user: draft.user }),
  };
}

function bodyOf(draft: EntryDraft, history: EntryBody['history']): EntryBody {
  return {
    custom: draft.custom.map(({ kind, name, value }) => ({ kind, name, value })),
    notes: draft.notes,
    v: 1,
    ...(draft.password === '' ? {} : { password: draft.password }),
    ...(history === undefined || history.length === 0 ? {} : { history }),
  };
}

/** The header without some of its optional fields. */
export function withoutFields<Name extends keyof EntryHeader>(
  header: EntryHeader,
  ...names: readonly Name[]
): EntryHeader {
  const copy: Record<string, unknown> = { ...header };
  for (const name of names) delete copy[name];
  return copy as unknown as EntryHeader;
}

/** The line of a list for a header. */
export function rowOf(vault: VaultId, { leaf }: KnownEntry, header: EntryHeader): EntryRow {
  return {
    vault,
    entry: leaf.entry,
    type: entryTypeOf(header),
    title: header.title,
    user: header.user ?? '',
    favourite: header.favourite === true,
  };
}

/** Everything of an entry, as it is shown when opened. */
export function openedEntryOf(
  vault: VaultId,
  { leaf }: KnownEntry,
  header: EntryHeader,
  body: EntryBody,
): OpenedEntry {
  return {
    ...draftFieldsOf(header, body),
    vault,
    entry: leaf.entry,
    revision: leaf.revision,
    createdAtMs: header.createdAtMs,
    changedAtMs: header.changedAtMs,
    trashedAtMs: header.trashedAtMs,
    history: body.history ?? [],
  };
}

function draftFieldsOf(header: EntryHeader, body: EntryBody): EntryDraft {
  return {
    type: entryTypeOf(header),
    title: header.title,
    user: header.user ?? '',
    password: body.password ?? '',
    urls: header.urls ?? [],
    notes: body.notes,
    tags: header.tags ?? [],
    folder: header.folder,
    favourite: header.favourite === true,
    custom: body.custom,
  };
}

/** A type that a newer client wrote is shown as the one with most fields; an edit here leaves it what it is. */
function entryTypeOf({ type }: EntryHeader): EntryType {
  return isEntryType(type) ? type : 'login';
}

function isEntryType(type: string): type is EntryType {
  return type === 'login' || type === 'note';
}

export function isVaultHeader(header: EntryHeader | VaultHeader): header is VaultHeader {
  return header.type === 'vault';
}

/** The vault's own header with a name, or a first one. */
export function namedVault(before: VaultHeader | undefined, name: string, nowMs: number): VaultHeader {
  return { changedAtMs: nowMs, folders: before?.folders ?? [], name, type: 'vault', v: 1 };
}

/** The vault's own header with one more folder. */
export function withFolder(
  before: VaultHeader | undefined,
  folder: { readonly id: FolderId; readonly name: string },
  nowMs: number,
): VaultHeader {
  const { name, folders } = before ?? { name: '', folders: [] };
  return { changedAtMs: nowMs, folders: [...folders, folder], name, type: 'vault', v: 1 };
}
