import { maxEntryHeaderBytes, maxSealedBytes } from '@postern/core';
import { z } from 'zod';
import { endpoint, writeBodyLimitBytes } from '../endpoint.ts';
import { bytesB64, entryId, head, organizationId, vaultId } from '../fields.ts';

const vaultParams = z.strictObject({ organization: organizationId, vault: vaultId });

/** A sealed entry, `header` and `body` being objects `14` and `15`. */
export const putChange = z.strictObject({
  entry: entryId,
  revision: z.int().min(1),
  epoch: z.int().min(1),
  header: bytesB64(maxEntryHeaderBytes),
  body: bytesB64(maxSealedBytes),
});
/** An entry gone for good. The trash is a mark inside the header, not this. */
export const purgeChange = z.strictObject({ entry: entryId, purge: z.literal(true) });

export const entryChange = z.union([putChange, purgeChange]);
export type EntryChange = z.infer<typeof entryChange>;

export const writeVault = endpoint({
  name: 'writeVault',
  method: 'POST',
  path: '/api/organizations/:organization/vaults/:vault/writes',
  access: 'organization',
  summary: 'Apply changes under the next manifest (compare-and-swap).',
  params: vaultParams,
  body: z.strictObject({ manifest: bytesB64(4096), changes: z.array(entryChange).min(1).max(2000) }),
  answer: z.strictObject({ head }),
  refusals: [
    'manifest_moved',
    'manifest_malformed',
    'manifest_refused',
    'object_malformed',
    'signature_wrong',
    'vault_archived',
    'wrong_epoch',
    'epoch_stale',
    'wrong_organization',
    'edit_conflict',
    'permission_missing',
    'vault_not_shared',
    'clock_skew',
    'storage_full',
  ],
  bodyLimitBytes: writeBodyLimitBytes,
});

/** Meta of a *changes* pack; the records are described in docs/protocol/vault.md and `pack.ts`. */
export const changesMeta = z.strictObject({
  /** Manifests from the one after `since` to the newest; with `since=0` only the newest. */
  manifests: z.array(bytesB64(4096)),
  count: z.int().min(0),
  /** Few entries have changed, and the body of each follows its header. */
  bodies: z.literal(true).optional(),
  /** Set when the pack stops early: ask again with `after` set to this entry id, within the same newest manifest. */
  next: entryId.optional(),
});
export type ChangesMeta = z.infer<typeof changesMeta>;

export const readChanges = endpoint({
  name: 'readChanges',
  method: 'GET',
  path: '/api/organizations/:organization/vaults/:vault/changes',
  access: 'organization',
  summary: 'Headers changed after manifest `since` (0: all), as a pack.',
  params: vaultParams,
  query: z.strictObject({ since: z.coerce.number().int().min(0), after: entryId.optional() }),
  answer: changesMeta,
  answerForm: 'pack',
  refusals: ['vault_not_shared'],
});

export const readBodies = endpoint({
  name: 'readBodies',
  method: 'POST',
  path: '/api/organizations/:organization/vaults/:vault/bodies',
  access: 'organization',
  summary: 'Bodies of the named entries, as a pack; entries that are gone are left out.',
  params: vaultParams,
  body: z.strictObject({ entries: z.array(entryId).min(1).max(1000) }),
  answer: z.strictObject({ count: z.int().min(0) }),
  answerForm: 'pack',
  refusals: ['vault_not_shared'],
});

/**
 * A client that is ahead of a restored server gives back what the server lost: manifests and sealed entries verbatim,
 * which the server checks exactly as if each had just been written.
 */
export const returnVault = endpoint({
  name: 'returnVault',
  method: 'POST',
  path: '/api/organizations/:organization/vaults/:vault/returns',
  access: 'organization',
  summary: 'Bring a vault forward to a manifest that a client holds and the server lost.',
  params: vaultParams,
  body: z.strictObject({
    manifests: z.array(bytesB64(4096)).min(1).max(10_000),
    changes: z.array(entryChange).max(10_000),
  }),
  answer: z.strictObject({ head }),
  refusals: [
    'manifest_moved',
    'manifest_malformed',
    'manifest_refused',
    'object_malformed',
    'signature_wrong',
    'wrong_organization',
    'clock_skew',
    'vault_not_shared',
    'permission_missing',
    'storage_full',
  ],
  bodyLimitBytes: writeBodyLimitBytes,
});
