import type { EntryChange } from '@postern/contract';
import {
  type Bytes,
  type EntryId,
  type Json,
  maxEntryHeaderBytes,
  maxSealedBytes,
  ok,
  type Result,
  refuse,
  toBase64Url,
} from '@postern/core';
import {
  type EntryBody,
  type EntryHeader,
  ObjectType,
  sealBody,
  sealHeader,
  sha256,
  signObject,
  type VaultHeader,
  type VaultKeys,
} from '@postern/crypto';
import { checkChanges, draftManifest, type Leaf, type LeafChange, type LeafSet } from '@postern/ledger';
import type { VerifiedVault } from './check-served-changes.ts';
import type { VaultContext } from './context.ts';

/** What an entry is to become, starting from the verified leaf that whoever wants it has seen. */
export interface Intent {
  readonly entry: EntryId;
  /** Absent: the entry is new. */
  readonly base: Leaf | undefined;
  readonly content: EntryContent | 'purge';
}

export interface EntryContent {
  readonly header: EntryHeader | VaultHeader;
  readonly body: EntryBody;
}

/** An intent with what was sealed for it; kept over retries, so that a write whose answer was lost knows itself again. */
export interface SealedIntent {
  readonly intent: Intent;
  readonly change: LeafChange;
  readonly header: Bytes;
  readonly body: Bytes;
}

const nothing = new Uint8Array(0);

/** The intent sealed as the next revision of its entry. `entry_too_large` beyond what a vault takes. */
export async function sealIntent(
  keys: VaultKeys,
  intent: Intent,
): Promise<Result<SealedIntent, 'entry_too_large'>> {
  const { entry, base, content } = intent;
  if (content === 'purge') {
    return ok({ intent, change: { kind: 'purge', entry }, header: nothing, body: nothing });
  }
  const at = { entry, revision: (base?.revision ?? 0) + 1 };
  const [header, body] = await Promise.all([
    sealHeader(keys, at, content.header),
    sealBody(keys, at, content.body),
  ]);
  if (!header.ok) return header;
  if (!body.ok) return body;
  if (header.value.length > maxEntryHeaderBytes || body.value.length > maxSealedBytes) {
    return refuse('entry_too_large', { params: { entry } });
  }
  const leaf: Leaf = {
    ...at,
    epoch: keys.epoch,
    headerHash: sha256(header.value),
    bodyHash: sha256(body.value),
  };
  return ok({ intent, change: { kind: 'put', leaf }, header: header.value, body: body.value });
}

export interface PreparedWrite {
  readonly manifest: Bytes;
  readonly leaves: LeafSet;
  readonly changes: readonly EntryChange[];
}

/**
 * The manifest over the verified vault and these changes, signed. Refused as `checkChanges` refuses, before anything is
 * signed. INVARIANT: the type of `verified` is what keeps anything served from being signed (attack row X18).
 */
export async function prepareWrite(
  context: VaultContext,
  keys: VaultKeys,
  verified: VerifiedVault,
  sealed: readonly SealedIntent[],
): Promise<Result<PreparedWrite>> {
  const { state } = context.ledger();
  const { vault } = keys;
  const changes = sealed.map(({ change }) => change);
  const allowed = checkChanges({ state, vault }, context.member, changes, (entry) =>
    verified.leaves.find(entry),
  );
  if (!allowed.ok) return allowed;
  const leaves = verified.leaves.applyChanges(changes);
  const payload = draftManifest({
    state,
    vault,
    by: context.member,
    previous: verified.manifest,
    leaves,
    nowMs: context.clock.nowMs(),
  });
  const manifest = await signObject(ObjectType.manifest, context.signingKey(), payload as Json);
  return ok({ manifest, leaves, changes: sealed.map(toWire) });
}

function toWire({ change, header, body }: SealedIntent): EntryChange {
  if (change.kind === 'purge') return { entry: change.entry, purge: true };
  const { entry, revision, epoch } = change.leaf;
  return { entry, revision, epoch, header: toBase64Url(header), body: toBase64Url(body) };
}
