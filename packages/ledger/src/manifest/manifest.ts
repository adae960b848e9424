import {
  type Bytes,
  concatBytes,
  type HashB64,
  type MemberId,
  type OrganizationId,
  ok,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import { hashB64, ObjectType, parseSigned } from '@postern/crypto/public';
import { z } from 'zod';
import { counter, hash, memberId, position, timeMs, vaultId } from '../event-shape.ts';
import { currentEpoch, findVault, type Head, type LedgerState } from '../state.ts';
import type { LeafSet } from './leaf-set.ts';

/** SPEC: docs/protocol/vault.md. What a vault holds at one moment, signed by whoever wrote last. */
export type ManifestPayload = {
  readonly at: number;
  readonly by: MemberId;
  readonly count: number;
  readonly epoch: number;
  readonly kind: 'manifest';
  /** The signer's ledger head: a right the signer held there counts, and nothing later. */
  readonly ledger: Head;
  readonly org: OrganizationId;
  readonly prev: HashB64 | null;
  readonly root: HashB64;
  /** From 1. */
  readonly seq: number;
  readonly vault: VaultId;
};

/** A manifest as it came from anywhere: strictly parsed, nothing verified. */
export interface UnverifiedManifest {
  readonly payload: ManifestPayload;
  readonly hash: HashB64;
  readonly bytes: Bytes;
  readonly signature: Bytes;
  /** What the signature covers. */
  readonly message: Bytes;
}

declare const verified: unique symbol;
/** A manifest that the ledger, its predecessor (where there was one) and its signature vouch for. Compare root and count next. */
export interface VerifiedManifest extends UnverifiedManifest {
  readonly [verified]: true;
}

/** Marks what `verify-manifest.ts` has verified; nobody else calls it. */
export function markVerified(manifest: UnverifiedManifest): VerifiedManifest {
  return manifest as VerifiedManifest;
}

const shape = z.strictObject({
  at: timeMs,
  by: memberId,
  count: position,
  epoch: counter,
  kind: z.literal('manifest'),
  ledger: z.strictObject({ hash, seq: position }),
  org: hash,
  prev: hash.nullable(),
  root: hash,
  seq: counter,
  vault: vaultId,
});

const frameHeaderBytes = 6;

/** The manifest in these bytes, or `manifest_malformed` with the field that is wrong. */
export function parseManifest(bytes: Bytes): Result<UnverifiedManifest, 'manifest_malformed'> {
  const parts = parseSigned(bytes, ObjectType.manifest);
  if (parts === undefined) return refuse('manifest_malformed');
  const parsed = shape.safeParse(parts.payload);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path ?? [];
    return refuse('manifest_malformed', { field: ['', ...path.map(String)].join('/') });
  }
  const payload = parts.payload as ManifestPayload;
  if ((payload.seq === 1) !== (payload.prev === null))
    return refuse('manifest_malformed', { field: '/prev' });
  return ok({
    payload,
    hash: hashB64(bytes),
    bytes,
    signature: parts.signature,
    message: concatBytes(bytes.subarray(0, frameHeaderBytes), parts.payloadBytes),
  });
}

/**
 * The payload of the manifest that follows `previous` (null: the vault's first) and commits to `leaves`, for the
 * client to sign as object `04`. Throws for a vault the state does not know.
 * INVARIANT: `leaves` is what `previous` committed to plus the signer's own changes, nothing served unverified
 * (attack row X18); the type of `previous` sees to the first half.
 */
export function draftManifest(draft: {
  readonly state: LedgerState;
  readonly vault: VaultId;
  readonly by: MemberId;
  readonly previous: VerifiedManifest | null;
  readonly leaves: Pick<LeafSet, 'root' | 'count'>;
  readonly nowMs: number;
}): ManifestPayload {
  const { state, by, previous, leaves, nowMs } = draft;
  const vault = findVault(state, draft.vault);
  if (vault === undefined) throw new Error('a manifest of a vault that the ledger does not know');
  return {
    at: Math.max(nowMs, previous?.payload.at ?? 0),
    by,
    count: leaves.count,
    epoch: currentEpoch(vault).epoch,
    kind: 'manifest',
    ledger: state.head,
    org: state.organization,
    prev: previous?.hash ?? null,
    root: leaves.root,
    seq: (previous?.payload.seq ?? 0) + 1,
    vault: vault.id,
  };
}
