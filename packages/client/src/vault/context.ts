import type {
  AccountId,
  Clock,
  HashB64,
  MemberId,
  OrganizationId,
  Refusal,
  Result,
  VaultId,
} from '@postern/core';
import type { SigningKey, VaultKeys } from '@postern/crypto';
import type { Head, LedgerState, ManifestContext } from '@postern/ledger';
import type { Api } from '../api/api.ts';
import type { EntryDraft, EntryRef, OpenOrganization, VaultPort } from '../port.ts';
import type { SealedStore } from '../store/sealed-store.ts';

/**
 * What the vault side of the client stands on, given anew each time an organization is entered and void once the
 * client locks. Everything in it is verified or the device's own; nothing is as served.
 */
export interface VaultContext {
  readonly api: Api;
  readonly organization: OrganizationId;
  readonly account: AccountId;
  readonly member: MemberId;
  /** The verified fold of the ledger and the hashes of its events. */
  readonly ledger: () => VerifiedLedger;
  /** Reads what the server has beyond the fold; a refusal is `server_unreachable`, a denial or an alarm. */
  readonly refreshLedger: () => Promise<Result<undefined>>;
  /**
   * The keys of one epoch of a vault, the commitment compared with the ledger's. Refused with `keys_missing`,
   * `key_commitment_wrong` or the network's refusal: only the first two are alarms.
   */
  readonly vaultKeys: (vault: VaultId, epoch: number) => Promise<Result<VaultKeys>>;
  /**
   * Appends `vault_create` with the keys it calls for; the new vault's key is in the keyring before this answers.
   * Writing its name is the caller's next step.
   */
  readonly createVault: (kind: 'shared' | 'personal') => Promise<Result<VaultId>>;
  /** Whether this device may seal anything in a vault: not while only the server says who else reads it (attack row X12). */
  readonly maySeal: (vault: VaultId) => Promise<boolean>;
  /**
   * Gives the vault its next key if somebody who no longer may still holds the one of today; its entries are sealed anew
   * as they are next written. Leaves a vault alone that this member may not renew.
   */
  readonly renewKey: (vault: VaultId) => Promise<Result<undefined>>;
  /** Of the account's keys that the ledger knows now. */
  readonly signingKey: () => SigningKey;
  readonly store: SealedStore;
  /** The furthest manifest head this device or the sealed account state has seen, below which nothing is accepted. */
  readonly pinnedHead: (vault: VaultId) => Head | undefined;
  /** Moves the pin forward, on the device at once and in the sealed account state later; `by` which device wrote it. */
  readonly pin: (vault: VaultId, head: Head, by: 'this device' | 'another') => Promise<void>;
  readonly clock: Clock;
  /** Something the server showed cannot be true: the snapshot says so and everything blocking stops. */
  readonly raise: (alarm: Refusal) => void;
  /** Tells the snapshot that names, counts or rows of the vaults have changed. */
  readonly changed: () => void;
}

export interface VerifiedLedger {
  readonly state: LedgerState;
  readonly hashAt: (seq: number) => HashB64 | undefined;
}

/** What a vault's manifests are verified against, as of now. */
export function manifestContextOf(context: VaultContext, vault: VaultId): ManifestContext {
  const { state, hashAt } = context.ledger();
  return { state, ledgerHashAt: hashAt, vault };
}

/** What the client does with the vault side of the organization it has entered. `createVaultSide(context)` makes one. */
export interface VaultSide {
  readonly port: VaultPort;
  /** Takes up the replica of this device; what it holds can be listed and opened once this answers. */
  readonly load: () => Promise<void>;
  /**
   * Brings one vault, or all of them, up to date with the server; also gives back what a restored server lost. Alarms go
   * to `raise`; the refusal of a server that is not there or a gate that is shut is answered. `hint` is the head that a
   * change just named for the vault: it saves asking for it.
   */
  readonly sync: (vault?: VaultId, hint?: Head) => Promise<Result<undefined>>;
  readonly facts: () => VaultSideFacts;
  /** Adds many entries at once, a thousand under one manifest: import and measurements. */
  readonly addEntries: (
    vault: VaultId,
    drafts: readonly EntryDraft[],
  ) => Promise<Result<readonly EntryRef[]>>;
  /** Ends when every body that was missing when it was called is on this device, or could not be read. */
  readonly filled: () => Promise<void>;
  /** Verified manifest heads, for *Why believe it*. */
  readonly heads: () => readonly { readonly vault: VaultId; readonly name: string; readonly head: Head }[];
  /** Drops every key and everything opened. */
  readonly close: () => void;
}

export type VaultSideFacts = Pick<OpenOrganization, 'vaults' | 'tags' | 'counts' | 'revision' | 'sync'>;
