import { appendLedger, type SealedKey, writeVault } from '@postern/contract';
import { type Bytes, fromBase64Url, type VaultId } from '@postern/core';
import {
  deriveVaultKeys,
  openBody,
  type SealingKeyPair,
  unwrapVaultKey,
  type VaultKey,
} from '@postern/crypto';
import { findVault, type LedgerState, parseEvent } from '@postern/ledger';
import type { MisbehavingServer } from '../harness/misbehaving-server.ts';
import { sentIn } from './own-ledger.ts';

/** A vault's key with what it is of. */
export interface GotKey {
  readonly key: VaultKey;
  readonly epoch: number;
}

/**
 * The vault key that a client last appended for `recipient`, opened with the private key behind it; `undefined` when
 * there was none. The commitment is that of the event it came with, else the ledger's.
 */
export async function openRelayedKey(
  evil: MisbehavingServer,
  pair: SealingKeyPair,
  { state, vault, recipient }: { state: LedgerState; vault: VaultId; recipient: string },
): Promise<GotKey | undefined> {
  for (const one of [...evil.received].reverse()) {
    if (one.endpoint?.name !== appendLedger.name) continue;
    const { events, sealedKeys } = sentIn(one) as { events: string[]; sealedKeys: SealedKey[] };
    const wanted = sealedKeys.find((sealed) => sealed.subject === vault && sealed.recipient === recipient);
    if (wanted === undefined) continue;
    const { epoch, granter } = wanted as SealedKey & { granter: never };
    const commits = [
      ...events.flatMap((event) => newCommits(event, vault)),
      ...(findVault(state, vault)?.epochs ?? []),
    ];
    const commit = commits.find((known) => known.epoch === epoch)?.commit;
    const context = { epoch, granter, org: state.organization, recipient: recipient as never, vault };
    const key = commit && (await unwrapVaultKey(pair, context, commit as never, bytesOf(wanted.sealed)));
    if (key !== undefined && key !== '') return { key, epoch };
  }
  return undefined;
}

function newCommits(text: string, vault: VaultId): readonly { epoch: number; commit: string }[] {
  const event = parseEvent(bytesOf(text));
  if (!event.ok) return [];
  const { payload } = event.value;
  if (payload.type === 'vault_create') return payload.body.vault === vault ? [payload.body] : [];
  return payload.type === 'vault_rotate' ? payload.body.epochs.filter((one) => one.vault === vault) : [];
}

/** The password in what a client last wrote to a vault, opened with a key; `undefined` when it does not open. */
export async function readSaved(
  evil: MisbehavingServer,
  { key, epoch }: GotKey,
  { state, vault }: { state: LedgerState; vault: VaultId },
): Promise<string | undefined> {
  const write = evil.received.findLast(({ endpoint }) => endpoint?.name === writeVault.name);
  const { changes } = (write ? sentIn(write) : {}) as { changes: readonly Change[] };
  const [change] = changes;
  const keys = await deriveVaultKeys(key, { epoch, org: state.organization, vault });
  const opened = change && (await openBody(keys, change as never, bytesOf(change.body)));
  return opened && 'password' in opened ? (opened.password as string) : undefined;
}

interface Change {
  readonly entry: string;
  readonly revision: number;
  readonly body: string;
}

export function bytesOf(text = ''): Bytes {
  return fromBase64Url(text) ?? new Uint8Array();
}
