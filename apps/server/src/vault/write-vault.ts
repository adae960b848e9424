import { type BodyOf, writeVault as endpoint, type Head } from '@postern/contract';
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
  checkChanges,
  checkClock,
  checkContents,
  checkNewManifest,
  checkSuccessor,
  findRights,
  parseManifest,
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

type Ports = Pick<Platform, 'clock' | 'db' | 'feed'>;

/**
 * Applies changes under the next manifest, all or nothing. What depends on the ledger alone is judged before the
 * transaction, what depends on the vault inside it, on the rows as stored; the request is believed in nothing.
 */
export async function writeVault(
  ports: Ports,
  ledgers: FoldedLedgers,
  caller: OrganizationCaller,
  vault: VaultId,
  body: BodyOf<typeof endpoint>,
): Promise<Result<{ head: Head }>> {
  // The same for a vault that does not exist and one that is not the member's.
  if (findRights(caller.state, caller.member.id, vault) === undefined) return refuse('vault_not_shared');
  const changes = parseChanges(body.changes);
  if (!changes.ok) return changes;
  const manifest = fromBase64Url(body.manifest) as Bytes;
  const { organization } = caller.state;
  const written = await onUnmovedLedger(ledgers, caller, (ledger) =>
    writeOn(ports, ledger, caller, vault, manifest, changes.value),
  );
  if (!written.ok) return written;
  ports.feed.publish({ kind: 'vault', organization, details: { vault, ...written.value } });
  return ok({ head: written.value });
}

async function writeOn(
  { clock, db }: Ports,
  { state, hashAt }: FoldedLedger,
  { member }: OrganizationCaller,
  vault: VaultId,
  bytes: Bytes,
  changes: readonly ParsedChange[],
): Promise<Result<Head> | typeof ledgerMoved> {
  const refused = (refusal: Refusal, field = '/manifest') =>
    declaredRefusal(endpoint, 'manifest_refused', refusal, field);
  const context = { state, ledgerHashAt: hashAt, vault };
  const leafChanges = changes.map(({ change }) => change);
  const verified = await verifyManifest(context, null, bytes);
  if (!verified.ok) return refused(verified);
  const manifest = verified.value;
  const mine = checkNewManifest(context, member.id, manifest);
  if (!mine.ok) return refused(mine);
  const onTime = checkClock(manifest.payload.at, clock.nowMs());
  if (!onTime.ok) return refused(onTime);

  return db.transaction(async (queries): Promise<Result<Head> | typeof ledgerMoved> => {
    const key = { organization: state.organization, vault };
    const standing = await getStanding(queries, key);
    if (standing.ledger.seq !== state.head.seq || standing.ledger.hash !== state.head.hash)
      return ledgerMoved;
    const stored = standing.vault;
    const successor = checkSuccessor(stored ? storedManifest(stored.manifest) : null, manifest);
    if (!successor.ok) {
      const head = stored?.head ?? null;
      return refused(
        successor.code === 'manifest_moved'
          ? { ...successor, params: { head: head && { ...head } } }
          : successor,
      );
    }
    const contents = await contentsAfter(queries, key, stored, leafChanges);
    const allowed = checkChanges(context, member.id, leafChanges, contents.findStored);
    if (!allowed.ok) return refused(allowed, fieldOf(changes, allowed));
    const agreed = checkContents(manifest, contents);
    if (!agreed.ok) return refused(agreed);
    const room = await takeRoom(queries, key, { changes, contents, limitBytes: standing.storageLimitBytes });
    if (!room.ok) return room;
    const { seq } = manifest.payload;
    const head = { seq, hash: manifest.hash };
    await storeContents(queries, key, { changes, manifests: [{ seq, bytes }], head, contents });
    return ok(head);
  });
}

/** A manifest that was verified when it was stored. */
export function storedManifest(bytes: Bytes) {
  const parsed = parseManifest(bytes);
  if (!parsed.ok) throw new Error('a stored manifest is malformed');
  return parsed.value;
}

/** Where in the request the entry is that a refusal names. */
function fieldOf(changes: readonly ParsedChange[], { params }: Refusal): string {
  const at = changes.findLastIndex(
    ({ change }) => (change.kind === 'put' ? change.leaf.entry : change.entry) === params?.entry,
  );
  return at < 0 ? '/changes' : `/changes/${at}`;
}
