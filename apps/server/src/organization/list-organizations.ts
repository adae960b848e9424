import type { AnswerOf, listOrganizations as endpoint } from '@postern/contract';
import type { AccountId } from '@postern/core';
import type { Platform } from '../platform/platform.ts';
import { listOrganizationsOf } from './membership-queries.ts';

/** The organizations this account is in, by address. */
export async function listOrganizations(
  { db }: Pick<Platform, 'db'>,
  account: AccountId,
): Promise<AnswerOf<typeof endpoint>> {
  const rows = await listOrganizationsOf(db.kysely, account);
  return {
    organizations: rows.map(({ id, head_seq: seq, head_hash: hash }) => ({
      organization: id,
      head: { seq, hash },
    })),
  };
}
