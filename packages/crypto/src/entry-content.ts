import type { EntryId, FolderId, Json } from '@postern/core';
import { id, integer, list, oneOf, type Reader, record, text } from './strict-shape.ts';

/** SPEC: docs/protocol/vault.md, "Entry". What is inside a header and a body, and its strict readers. */

/** The part of an entry that lists and searches use. */
export interface EntryHeader {
  readonly changedAtMs: number;
  readonly createdAtMs: number;
  readonly favourite?: boolean;
  /** Names of the custom fields in the body. */
  readonly fields?: readonly string[];
  readonly folder?: FolderId;
  readonly tags?: readonly string[];
  readonly title: string;
  /** When it was moved to the bin. */
  readonly trashedAtMs?: number;
  /** `login`, `note`, ...; never `vault`. */
  readonly type: string;
  readonly urls?: readonly string[];
  readonly user?: string;
  readonly v: 1;
}

/** The header of the vault's own entry, whose id is all zeros. */
export interface VaultHeader {
  readonly changedAtMs: number;
  readonly folders: readonly { readonly id: FolderId; readonly name: string; readonly parent?: FolderId }[];
  readonly name: string;
  readonly type: 'vault';
  readonly v: 1;
}

export interface CustomField {
  readonly kind: 'text' | 'hidden' | 'url';
  readonly name: string;
  readonly value: string;
}

/** The part of an entry that is opened one at a time. */
export interface EntryBody {
  readonly custom: readonly CustomField[];
  /** Earlier passwords, with the time each was replaced. */
  readonly history?: readonly { readonly atMs: number; readonly password: string }[];
  readonly notes: string;
  readonly password?: string;
  readonly v: 1;
}

/** The id of the entry that describes its vault. */
export const vaultEntryId = 'AAAAAAAAAAAAAAAAAAAAAA' as EntryId;

const longText = text(500_000);
const items = 10_000;

const entryHeader = record(
  {
    changedAtMs: integer(0),
    createdAtMs: integer(0),
    title: longText,
    type: text(50),
    v: oneOf(1),
  },
  {
    favourite: oneOf(true, false),
    fields: list(longText, items),
    folder: id<FolderId>(),
    tags: list(longText, items),
    trashedAtMs: integer(0),
    urls: list(longText, items),
    user: longText,
  },
);

/** An ordinary entry's header, or `undefined` for anything else, the vault's own header included. */
export const readEntryHeader: Reader<EntryHeader> = (json) => {
  const header = entryHeader(json);
  return header?.type === 'vault' ? undefined : header;
};

/** The vault's own header, or `undefined` for anything else. */
export const readVaultHeader: Reader<VaultHeader> = record({
  changedAtMs: integer(0),
  folders: list(record({ id: id<FolderId>(), name: longText }, { parent: id<FolderId>() }), items),
  name: longText,
  type: oneOf('vault'),
  v: oneOf(1),
});

/** An entry's body, or `undefined`. */
export const readEntryBody: Reader<EntryBody> = record(
  {
    custom: list(record({ kind: oneOf('text', 'hidden', 'url'), name: longText, value: longText }), items),
    notes: longText,
    v: oneOf(1),
  },
  { history: list(record({ atMs: integer(0), password: longText }), items), password: longText },
);

/** Content as JSON: an interface has no index signature, its fields are JSON all the same. */
export function contentAsJson(content: EntryHeader | VaultHeader | EntryBody): Json {
  return content as unknown as Json;
}
