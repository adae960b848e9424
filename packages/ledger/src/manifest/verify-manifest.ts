import { type Bytes, fromBase64Url, ok, type Result, refuse, type VaultId } from '@postern/core';
import { verifyBytes } from '@postern/crypto/public';
import type { ManifestCode } from '../codes.ts';
import { canWrite, isActing, rightsFromGrants } from '../holding.ts';
import { epochWasStale } from '../stale-epoch.ts';
import {
  epochAt,
  findMember,
  findVault,
  type HashAt,
  keysAt,
  type LedgerState,
  type Member,
  type Vault,
} from '../state.ts';
import { checkLedgerReference } from './check-ledger-reference.ts';
import { checkListed, wasListedAt } from './check-listed.ts';
import { markVerified, parseManifest, type UnverifiedManifest, type VerifiedManifest } from './manifest.ts';

/** What a manifest is judged by: a verified state, and the hashes of the verified chain that led to it. */
export interface ManifestContext {
  readonly state: LedgerState;
  readonly ledgerHashAt: HashAt;
  readonly vault: VaultId;
}

/**
 * Whether `next` may directly follow `previous` (null: nothing was written yet): same organization and vault, the next
 * position, the predecessor's hash, and neither time, epoch nor ledger reference going back. Server and client both ask.
 */
export function checkSuccessor(
  previous: UnverifiedManifest | null,
  next: UnverifiedManifest,
): Result<undefined, ManifestCode> {
  const to = next.payload;
  if (previous === null) return to.seq === 1 ? ok() : refuse('manifest_moved', { field: '/seq' });
  const from = previous.payload;
  if (to.org !== from.org) return refuse('wrong_organization', { field: '/org' });
  if (to.vault !== from.vault) return refuse('wrong_vault', { field: '/vault' });
  if (to.seq !== from.seq + 1) {
    return refuse('manifest_moved', { field: '/seq', params: { expected: from.seq + 1 } });
  }
  if (to.prev !== previous.hash) return refuse('manifest_moved', { field: '/prev' });
  if (to.at < from.at) return refuse('time_decreased', { field: '/at' });
  if (to.epoch < from.epoch) return refuse('wrong_epoch', { field: '/epoch' });
  // Otherwise a removed writer could claim to have written before the removal (attack row X17).
  if (to.ledger.seq < from.ledger.seq) return refuse('ledger_reference_wrong', { field: '/ledger/seq' });
  return ok();
}

/**
 * The manifest in `bytes`, its signature verified under the ledger: the vault exists, the ledger reference is a known
 * position, the epoch is the one of that position, and the signer is an active member who may write, by the key in
 * force at that position. With `previous` it must also be its direct successor; `null` accepts it as a first sight
 * (compare with the pinned head then). Root and count are for `checkContents`, once the entries are there.
 */
export async function verifyManifest(
  context: ManifestContext,
  previous: VerifiedManifest | null,
  bytes: Bytes,
): Promise<Result<VerifiedManifest, ManifestCode>> {
  const parsed = parseManifest(bytes);
  if (!parsed.ok) return parsed;
  if (previous !== null) {
    const successor = checkSuccessor(previous, parsed.value);
    if (!successor.ok) return successor;
  }
  return verifyAlone(context, parsed.value);
}

/**
 * The last of `manifests`, which must lead from `previous` (null: from the vault's beginning) without a gap.
 * Each is held by the hash in the one after it, and the last by its signature: its signer built on all of them
 * (docs/protocol/vault.md), so one verification covers any number.
 */
export async function verifyManifestChain(
  context: ManifestContext,
  previous: VerifiedManifest | null,
  manifests: readonly Bytes[],
): Promise<Result<VerifiedManifest, ManifestCode>> {
  let last: UnverifiedManifest | null = previous;
  for (const bytes of manifests) {
    const parsed = parseManifest(bytes);
    if (!parsed.ok) return parsed;
    const successor = checkSuccessor(last, parsed.value);
    if (!successor.ok) {
      return refuse(successor.code, {
        ...successor,
        params: { ...successor.params, seq: parsed.value.payload.seq },
      });
    }
    last = parsed.value;
  }
  if (last === null) return refuse('manifest_moved');
  return last === previous ? ok(previous as VerifiedManifest) : verifyAlone(context, last);
}

async function verifyAlone(
  { state, ledgerHashAt, vault: expected }: ManifestContext,
  manifest: UnverifiedManifest,
): Promise<Result<VerifiedManifest, ManifestCode>> {
  const { payload } = manifest;
  if (payload.org !== state.organization) return refuse('wrong_organization', { field: '/org' });
  const vault = findVault(state, payload.vault);
  if (vault === undefined || vault.id !== expected) return refuse('wrong_vault', { field: '/vault' });

  const at = payload.ledger.seq;
  const cited = checkLedgerReference(payload, state, ledgerHashAt);
  if (!cited.ok) return cited;
  if (at < vault.manifestFloorSeq) return refuse('ledger_reference_wrong', { field: '/ledger' });
  const epoch = epochAt(vault, at);
  if (epoch?.epoch !== payload.epoch) return refuse('wrong_epoch', { field: '/epoch' });
  // Who cites an event at which the key was stale wrote under a key that a leaver holds (attack row X5).
  if (epochWasStale(epoch, at)) return refuse('epoch_stale', { field: '/epoch' });
  const backdated = checkListed(vault, manifest);
  if (!backdated.ok) return backdated;

  const member = findMember(state, payload.by);
  if (member === undefined) return refuse('signer_unknown', { field: '/by' });
  const mayWrite = checkWriter(state, member, vault, at);
  if (!mayWrite.ok) return mayWrite;
  const keyB64 = keysAt(member, at)?.signingKeyB64;
  const key = keyB64 === undefined ? undefined : fromBase64Url(keyB64);
  if (key === undefined) return refuse('signer_unknown', { field: '/by' });
  const holds = await verifyBytes(key, manifest.signature, manifest.message);
  return holds ? ok(markVerified(manifest)) : refuse('signature_wrong');
}

/**
 * Whether the signer held a right to write where the manifest stands: one that is held today, or one that had not
 * ended yet. Which kind of change it was, the manifest alone doesn't say; the server held it against the entries.
 */
function checkWriter(
  state: LedgerState,
  member: Member,
  vault: Vault,
  at: number,
): Result<undefined, ManifestCode> {
  const endedAt = Object.hasOwn(vault.formerWriters, member.id) ? vault.formerWriters[member.id] : undefined;
  if (endedAt !== undefined && at < endedAt && wasListedAt(vault, endedAt)) return ok();
  // What was written before membership was disabled or ended stays valid.
  const stoppedAt = member.setAt.status?.seq ?? 0;
  const actedThere =
    member.status === 'active' ? isActing(member) : at < stoppedAt && wasListedAt(vault, stoppedAt);
  if (!actedThere) return refuse('signer_unknown', { field: '/by' });
  // Nothing was listed, so nothing had been written: keys of before, or rights of before, sign nothing any more.
  if (endedAt !== undefined && at < endedAt) return refuse('ledger_reference_wrong', { field: '/ledger' });
  if (canWrite(state, member, vault)) return ok();
  const holds = rightsFromGrants(state, member, vault) !== undefined;
  return holds
    ? refuse('permission_missing', { field: '/by', params: { right: 'edit' } })
    : refuse('vault_not_shared', { field: '/by' });
}
