import { readRecoveryKeys, type SealedKey } from '@postern/contract';
import { type MemberId, ok, type Result, type VaultId } from '@postern/core';
import { type KeyringItem, type SealingKeyPair, unwrapVaultKey, type VaultKey } from '@postern/crypto';
import { currentEpoch, type Head, type LedgerState } from '@postern/ledger';
import { bytesOfWire } from '../account/key-storage-wire.ts';
import type { Api } from '../api/api.ts';
import { refuseMissingKey } from '../organization/refuse-missing-key.ts';

export type OpenedVaultKey = Extract<KeyringItem, { readonly kind: 'vault' }>;

/** Opening so many at once keeps the device busy and lets others have a turn. */
const atOnce = 32;

/** What the recovery key opens, and the newest manifests as served. */
interface OpenedWithRecovery {
  readonly keys: readonly OpenedVaultKey[];
  readonly heads: Readonly<Record<string, Head>>;
}

/**
 * The key of today of every vault, opened by the recovery key. INVARIANT: each is compared with the commitment in the
 * verified ledger; one that is missing is refused and never drawn anew (attack rows 1P06, X19, X20, BW11).
 */
export async function openWithRecovery(
  api: Api,
  address: string,
  state: LedgerState,
  pair: SealingKeyPair,
): Promise<Result<OpenedWithRecovery>> {
  const vaults = Object.keys(state.vaults) as VaultId[];
  if (vaults.length === 0) return ok({ keys: [], heads: {} });
  const served = await api.call(readRecoveryKeys, { params: { address } });
  if (!served.ok) return served;
  const byVault = new Map<string, SealedKey[]>();
  for (const one of served.value.sealedKeys) {
    byVault.set(one.subject, [...(byVault.get(one.subject) ?? []), one]);
  }
  const opened: OpenedVaultKey[] = [];
  for (let from = 0; from < vaults.length; from += atOnce) {
    const keys = await Promise.all(
      vaults.slice(from, from + atOnce).map((vault) => openOne(state, vault, byVault.get(vault) ?? [], pair)),
    );
    for (const key of keys) {
      if (!key.ok) return key;
      opened.push(key.value);
    }
  }
  return ok({ keys: opened, heads: served.value.heads });
}

async function openOne(
  state: LedgerState,
  vault: VaultId,
  served: readonly SealedKey[],
  pair: SealingKeyPair,
): Promise<Result<OpenedVaultKey>> {
  const known = state.vaults[vault];
  const version = state.recovery?.version;
  if (known === undefined || version === undefined)
    throw new Error('a vault or a kit that is not in the ledger');
  const { epoch, commit } = currentEpoch(known);
  const org = state.organization;
  const recipient = `recovery:${version}` as const;
  const mine = served.filter((one) => one.epoch === epoch && one.recipient === recipient);
  for (const one of mine) {
    const granter = one.granter as MemberId;
    const key: VaultKey | undefined = await unwrapVaultKey(
      pair,
      { epoch, granter, org, recipient, vault },
      commit,
      bytesOfWire(one.sealed),
    );
    if (key !== undefined) return ok({ kind: 'vault', org, vault, epoch, key });
  }
  const missing = refuseMissingKey(mine.length > 0);
  return missing.ok ? Promise.reject(new Error('a missing key is refused')) : missing;
}
