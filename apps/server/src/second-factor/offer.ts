import { proofKinds, type SecondFactorOffer } from '@postern/contract';
import type { AccountId } from '@postern/core';
import type { Queries } from '../platform/db/database.ts';
import { passkeyRequestOptions } from './passkeys.ts';
import { countBackupCodes, listFactors, listPasskeys } from './queries.ts';

/** What is begun with a second factor stays open for this long. */
export const openForMs = 10 * 60_000;

/** What the account can be asked for, strongest first; `undefined` when it has no second factor. */
export async function offerOf(
  queries: Queries,
  account: AccountId,
  of: { readonly origin: string; readonly challenge: string; readonly expiresAtMs: number },
): Promise<SecondFactorOffer | undefined> {
  const factors = await listFactors(queries, account);
  if (factors.length === 0) return undefined;
  const offered = new Set<string>(factors.map(({ kind }) => kind));
  if ((await countBackupCodes(queries, account)) > 0) offered.add('backup');
  return {
    kinds: proofKinds.filter((kind) => offered.has(kind)),
    expiresAtMs: of.expiresAtMs,
    ...(offered.has('passkey')
      ? { passkey: passkeyRequestOptions(of.origin, of.challenge, await listPasskeys(queries, account)) }
      : {}),
  };
}

/** As {@link offerOf}, without mailed codes; `undefined` where they are all the account has. */
export async function offerAtReset(
  ...of: Parameters<typeof offerOf>
): Promise<SecondFactorOffer | undefined> {
  const offer = await offerOf(...of);
  const kinds = offer?.kinds.filter((kind) => kind !== 'mail') ?? [];
  // Backup codes stand in for an app or a key.
  return offer && kinds.some((kind) => kind !== 'backup') ? { ...offer, kinds } : undefined;
}
