import { readHeads, writeVault } from '@postern/contract';
import { type Bytes, type EntryId, fromBase64Url, mustBeOk, toBase64Url, type VaultId } from '@postern/core';
import {
  deriveVaultKeys,
  type EntryBody,
  type EntryHeader,
  ObjectType,
  sealBody,
  sealHeader,
  sha256,
  signObject,
} from '@postern/crypto';
import { draftManifest, type Head, LeafSet, parseManifest, type VerifiedManifest } from '@postern/ledger';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { sentIn } from './own-ledger.ts';
import type { GotKey } from './relayed-keys.ts';
import { type Insider, memberOf } from './rogue-events.ts';
import { recordOf, type WrittenEntry, writtenEntries } from './written-entries.ts';

/** A change of a vault that no server would accept, signed in good form by who has a key of the vault. */
export interface RogueWrite {
  readonly vault: VaultId;
  readonly manifest: Bytes;
  readonly head: Head;
  readonly written: WrittenEntry;
}

/**
 * The next revision of an entry and a manifest with it, on top of the newest one that this server accepted and dated by
 * the insider's state of the ledger. `first`: of a vault in which nobody has written yet.
 */
export async function signWriteAnyway(
  evil: MisbehavingServer,
  insider: Insider,
  {
    vault,
    key,
    entry,
    first = false,
  }: {
    readonly vault: VaultId;
    readonly key: GotKey;
    readonly entry: EntryId;
    readonly first?: boolean;
  },
  content: { readonly header: EntryHeader; readonly body: EntryBody },
): Promise<RogueWrite> {
  const { state, keys } = insider;
  const leaves = new Map(
    (first ? [] : writtenEntries(evil, vault)).map((one) => [
      one.entry,
      { ...one, headerHash: sha256(one.header), bodyHash: sha256(one.body) },
    ]),
  );
  const at = { entry, revision: (leaves.get(entry)?.revision ?? 0) + 1 };
  const vaultKeys = await deriveVaultKeys(key.key, { epoch: key.epoch, org: state.organization, vault });
  const header = mustBeOk(await sealHeader(vaultKeys, at, content.header));
  const body = mustBeOk(await sealBody(vaultKeys, at, content.body));
  const written = { ...at, epoch: key.epoch, header, body };
  leaves.set(entry, { ...written, headerHash: sha256(header), bodyHash: sha256(body) });
  const payload = draftManifest({
    state,
    vault,
    by: memberOf(insider),
    previous: first ? null : (newestManifest(evil, vault) as VerifiedManifest),
    leaves: LeafSet.from([...leaves.values()]),
    nowMs: state.lastAtMs,
  });
  const manifest = await signObject(ObjectType.manifest, keys.signing, {
    ...payload,
    epoch: key.epoch,
  } as never);
  const { hash } = mustBeOk(parseManifest(manifest));
  return { vault, manifest, head: { seq: payload.seq, hash }, written };
}

/** From now on the server shows this write as the newest of its vault. */
export function serveWrite(evil: MisbehavingServer, { vault, manifest, head, written }: RogueWrite): void {
  evil.alter(readHeads, (answer) =>
    answer.same
      ? answer
      : { same: false, heads: { ...answer.heads, vaults: { ...answer.heads.vaults, [vault]: head } } },
  );
  const ofVault = { if: ({ url }: { readonly url: URL }) => url.pathname.includes(vault) };
  evil.alterChanges(({ meta, records }, { url }) => {
    const { manifests } = meta as { readonly manifests: readonly string[] };
    const before = url.searchParams.get('since') === '0' ? [] : manifests;
    const others = records.filter(({ entry }) => entry !== written.entry);
    return {
      meta: { ...(meta as object), manifests: [...before, toBase64Url(manifest)] },
      records: [...others, recordOf(written, head.seq)],
    };
  }, ofVault);
  evil.alterBodies(
    ({ meta, records }) => ({
      meta,
      records: records.map((record) => (record.entry === written.entry ? { ...record, ...written } : record)),
    }),
    ofVault,
  );
}

/** The newest manifest of a vault that this server was sent. */
function newestManifest(evil: MisbehavingServer, vault: VaultId) {
  const write = evil.received.findLast(
    ({ endpoint, url }) => endpoint?.name === writeVault.name && url.pathname.includes(vault),
  );
  if (write === undefined) throw new Error('nothing was written to this vault');
  return mustBeOk(parseManifest(fromBase64Url(sentIn(write).manifest as string) as Bytes));
}
