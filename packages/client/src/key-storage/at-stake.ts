import { findMemberByAccount, type NeedOfNewKeys, needOfNewKeys } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { readKeptLedger } from '../organization/ledger-records.ts';

/** What new keys would need in each organization that this device has entered, from the ledgers it verified and kept. */
export async function readAtStake({ state, store, record }: OpenAccount): Promise<readonly NeedOfNewKeys[]> {
  const { account } = record();
  const needs: NeedOfNewKeys[] = [];
  for (const { org } of state.current().heads) {
    const kept = await readKeptLedger(store, org);
    if (kept === undefined) continue;
    const member = findMemberByAccount(kept.state, account);
    if (member !== undefined && member.status !== 'removed') needs.push(needOfNewKeys(kept.state, member));
  }
  return needs;
}
