import type { Json, Refusal } from '@postern/core';

/** Why the ledger or a manifest refuses. Sentences and remedies for them live in the error registry of `@postern/access`. */
export const ledgerCodes = [
  /** Frame, encoding or a field is wrong; `field` points at it. */
  'event_malformed',
  /** A newer client wrote this: an event or reducer version that this reducer does not know how to apply. */
  'client_outdated',
  /** The first event of a chain is a genesis, and only the first. */
  'genesis_expected',
  'wrong_organization',
  /** `seq` or `prev` does not continue the chain. */
  'chain_broken',
  'time_decreased',
  'clock_skew',
  /** No such member, not active, or no recovery key that could have signed. */
  'signer_unknown',
  'signature_wrong',
  /** The key statement inside the event is not valid, or not about whom the event says. */
  'statement_wrong',
  'generation_wrong',
  /** The member has said that these keys are not theirs. */
  'statement_refused',
  'permission_missing',
  'owner_only',
  'setup_required',
  'version_wrong',
  'keys_not_acceptable',
  'name_invalid',
  'address_invalid',
  'setting_out_of_bounds',
  'settings_empty',
  'vault_id_taken',
  'vault_not_found',
  'vault_not_shared',
  'vault_archived',
  'vault_not_archived',
  'member_not_found',
  'member_repeated',
  'vault_repeated',
  'vault_without_manager',
  'personal_vault_rules',
  'personal_vault_exists',
  'wrong_epoch',
  /** The signer waits for keys: nothing is theirs to give yet. */
  'keys_pending',
  /** No custodian has heard the member's words since the member has these keys. */
  'words_not_heard',
  /** The signer does not hold the key that the event would give. */
  'key_not_held',
  /** What is given, or whom it is done to, is more than the signer has. */
  'rights_not_covered',
  'owner_protected',
  'not_for_yourself',
  'member_status_wrong',
  'member_id_taken',
  'already_member',
  'custodian_first',
  'custodian_unchanged',
  'date_wrong',
  'already_invited',
  'invite_id_taken',
  'invitation_not_open',
  'invitation_expired',
  'invitation_for_other_address',
  /** Whoever invited may no longer give that. */
  'invitation_void',
  'confirmation_wrong',
  'group_id_taken',
  'group_not_found',
  'group_repeated',
  'group_membership_wrong',
  'group_key_old',
  'nothing_changed',
  'grant_not_found',
  'heads_wrong',
  'personal_vault_disabled',
  'address_not_listed',
  'addresses_full',
] as const;
export type LedgerCode = (typeof ledgerCodes)[number];
export type LedgerRefusal = Refusal<LedgerCode>;

export const manifestCodes = [
  'manifest_malformed',
  'wrong_organization',
  /** About another vault than the one asked for, or one the ledger does not know. */
  'wrong_vault',
  'wrong_epoch',
  /** Somebody who left holds the vault's current key: it needs a new one before anything more is written. */
  'epoch_stale',
  /** `seq` or `prev` does not continue the chain: somebody else wrote first, or the server lies. */
  'manifest_moved',
  'time_decreased',
  'clock_skew',
  /** It refers to a ledger event that is not in the verified chain. */
  'ledger_reference_wrong',
  /** It refers to an event beyond the chain known so far: fetch the ledger first. */
  'ledger_behind',
  'signer_unknown',
  'signature_wrong',
  'vault_not_shared',
  'permission_missing',
  'vault_archived',
  /** Root or count do not follow from the entries. */
  'manifest_root_wrong',
  /** An entry's revision is not the next one: it was changed or purged meanwhile. */
  'edit_conflict',
  'entry_repeated',
  'changes_empty',
] as const;
export type ManifestCode = (typeof manifestCodes)[number];
export type ManifestRefusal = Refusal<ManifestCode>;

/** What a refusal may carry beside its code. */
export type RefusalDetails = {
  readonly field?: string;
  readonly params?: Readonly<Record<string, Json>>;
};
