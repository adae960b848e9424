import { type EntryChange, returnVault } from '@postern/contract';
import { type EntryId, ok, type Result, refuse, toBase64Url, type VaultId } from '@postern/core';
import type { VaultContext } from './context.ts';
import type { KeptTail } from './replica-keeper.ts';

/**
 * Gives a restored server what it lost of a vault, as it was signed and sealed. Refused with `server_unreachable`, or with
 * `manifest_behind` (`params.reason`: the server's code) when the server does not take it.
 */
export async function giveBack(
  { api, organization }: Pick<VaultContext, 'api' | 'organization'>,
  vault: VaultId,
  tail: KeptTail,
  isThere: (entry: EntryId) => boolean,
): Promise<Result<undefined>> {
  const changes = tail.written.map(
    ({ record: { leaf, sealedHeader }, body }): EntryChange => ({
      entry: leaf.entry,
      revision: leaf.revision,
      epoch: leaf.epoch,
      header: toBase64Url(sealedHeader),
      body: toBase64Url(body),
    }),
  );
  // Purged in what was lost and not written again since.
  const purges = tail.purged
    .filter((entry) => !isThere(entry))
    .map((entry): EntryChange => ({ entry, purge: true }));
  const returned = await api.call(returnVault, {
    params: { organization, vault },
    body: { manifests: tail.manifests.map(toBase64Url), changes: [...changes, ...purges] },
  });
  if (returned.ok) return ok();
  if (returned.code === 'server_unreachable') return returned;
  return refuse('manifest_behind', { params: { vault, reason: returned.code } });
}
