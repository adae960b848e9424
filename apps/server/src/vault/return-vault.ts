import { type BodyOf, returnVault as endpoint, type Head } from '@postern/contract';
import {
  type Bytes,
  fromBase64Url,
  ok,
  type Refusal,
  type Result,
  refuse,
  type VaultId,
} from '@postern/core';
import {
  checkClock,
  checkContents,
  checkSuccessor,
  entryOf,
  findRights,
  parseManifest,
  type UnverifiedManifest,
  verifyManifest,
} from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { FoldedLedger, FoldedLedgers } from '../organization/folded-ledgers.ts';
import { declaredRefusal } from '../platform/http/declared-refusal.ts';
import type { Platform } from '../platform/platform.ts';
import { contentsAfter, storeContents } from './contents.ts';
import { ledgerMoved, onUnmovedLedger } from './on-unmoved-ledger.ts';
import { type ParsedChange, parseChanges } from './parse-changes.ts';
import { getStanding } from './queries.ts';
import { takeRoom } from './storage.ts';
import { storedManifest } from './write-vault.ts';

type Ports = Pick<Platform, 'clock' | 'db' | 'feed'>;

/**
 * Brings a vault of a restored server forward to a manifest that a client kept. Who gives it back need not be who wrote
 * it: the manifests must lead on from the stored head by their hashes, the newest must be signed by a member who may
 * write, and the entries given must make up its root and count with those that are stored.
 */
export async function returnVault(
  ports: Ports,
  ledgers: FoldedLedgers,
  caller: OrganizationCaller,
  vault: VaultId,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ head: Head }>> {
  if (findRights(caller.state, caller.member.id, vault) === undefined) return refuse('vault_not_shared');
  const changes = parseChanges(body.changes);
  if (!changes.ok) return changes;
  const seen = new Set<string>();
  for (const [at, { change }] of changes.value.entries()) {
    if (seen.has(entryOf(change))) return refused(refuse('entry_repeated'), `/changes/${at}`);
    seen.add(entryOf(change));
  }
  const manifests: UnverifiedManifest[] = [];
  for (const [at, text] of body.manifests.entries()) {
    const parsed = parseManifest(fromBase64Url(text) as Bytes);
    if (!parsed.ok) return refused(parsed, `/manifests/${at}`);
    manifests.push(parsed.value);
  }
  const { organization } = caller.state;
  const returned = await onUnmovedLedger(ledgers, caller, (ledger) =>
    returnOn(ports, ledger, vault, manifests, changes.value),
  );
  if (!returned.ok) return returned;
  ports.feed.publish({ kind: 'vault', organization, details: { vault, ...returned.value } });
  return ok({ head: returned.value });
}

async function returnOn(
  { clock, db }: Ports,
  { state, hashAt }: FoldedLedger,
  vault: VaultId,
  manifests: readonly UnverifiedManifest[],
  changes: readonly ParsedChange[],
): Promise<Result<Head> | typeof ledgerMoved> {
  const last = manifests.at(-1);
  if (last === undefined) return refuse('changes_empty', { field: '/manifests' });
  const lastField = `/manifests/${manifests.length - 1}`;
  const verified = await verifyManifest({ state, ledgerHashAt: hashAt, vault }, null, last.bytes);
  if (!verified.ok) return refused(verified, lastField);
  const onTime = checkClock(last.payload.at, clock.nowMs());
  if (!onTime.ok) return refused(onTime, lastField);

  return db.transaction(async (queries): Promise<Result<Head> | typeof ledgerMoved> => {
    const key = { organization: state.organization, vault };
    const standing = await getStanding(queries, key);
    if (standing.ledger.seq !== state.head.seq || standing.ledger.hash !== state.head.hash)
      return ledgerMoved;
    const stored = standing.vault;
    let previous = stored ? storedManifest(stored.manifest) : null;
    for (const [at, manifest] of manifests.entries()) {
      const successor = checkSuccessor(previous, manifest);
      if (!successor.ok) {
        const params = { head: stored ? { ...stored.head } : null };
        return refused({ ...successor, params }, `/manifests/${at}`);
      }
      previous = manifest;
    }
    const contents = await contentsAfter(
      queries,
      key,
      stored,
      changes.map(({ change }) => change),
    );
    const agreed = checkContents(last, contents);
    if (!agreed.ok) return refused(agreed, lastField);
    const room = await takeRoom(queries, key, { changes, contents, limitBytes: standing.storageLimitBytes });
    if (!room.ok) return room;
    const head = { seq: last.payload.seq, hash: last.hash };
    const rows = manifests.map(({ payload, bytes }) => ({ seq: payload.seq, bytes }));
    await storeContents(queries, key, { changes, manifests: rows, head, contents });
    return ok(head);
  });
}

function refused(refusal: Refusal, field: string): Refusal {
  return declaredRefusal(endpoint, 'manifest_refused', refusal, field);
}
