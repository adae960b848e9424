import type { SealedKey } from '@postern/contract';
import { toBase64Url } from '@postern/core';
import { findRights, findVault } from '@postern/ledger';
import type { OrganizationCaller } from '../access/guard.ts';
import type { Platform } from '../platform/platform.ts';
import { listSealedKeys } from './queries.ts';

/**
 * Keys sealed to the member, of the vaults granted today, with their epoch links; to custodians also what is sealed to
 * the organization key. What was sealed to somebody who no longer holds the vault stays on the server.
 */
export async function readSealedKeys(
  { db }: Pick<Platform, 'db'>,
  { state, member }: OrganizationCaller,
): Promise<{ sealedKeys: SealedKey[] }> {
  const { custodian } = member;
  const rows = await listSealedKeys(db.kysely, state.organization, { member: member.id, custodian });
  const granted = (subject: string) => {
    const vault = findVault(state, subject);
    return vault !== undefined && findRights(state, member.id, vault.id) !== undefined;
  };
  return {
    sealedKeys: rows
      .filter(({ subject }) => custodian || subject === 'organization' || granted(subject))
      .map((row) => ({ ...row, sealed: toBase64Url(row.sealed) })),
  };
}
