import type { AccountId, OrganizationId } from '@postern/core';
import { findMemberByAccount, type Head, helpersOfOwner, type LedgerState } from '@postern/ledger';
import type { OpenAccount } from '../account/account-core.ts';
import { readKeptLedger } from '../organization/ledger-records.ts';
import type { OwnersHelperView } from './port.ts';

/** What a device knows by itself of an organization of the account: no key, and nothing that the server told. */
export interface KnownPlace {
  readonly address: string;
  readonly organization: OrganizationId;
  /** The furthest head of its ledger that the account has seen on any device. */
  readonly pin: Head;
  /** Absent as long as this device has verified no ledger of it. */
  readonly ledger?: {
    readonly name: string;
    readonly isOwner: boolean;
    readonly kit: { readonly version: number; readonly madeAtMs: number } | undefined;
    readonly people: readonly OwnersHelperView[];
  };
}

/** The organizations in the account's sealed state, each with what the ledger that this device verified says of it. */
export async function readDeviceWord({ state, store, record }: OpenAccount): Promise<readonly KnownPlace[]> {
  const { account } = record();
  const places: KnownPlace[] = [];
  for (const { org: organization, address, seq, hash } of state.current().heads) {
    const kept = await readKeptLedger(store, organization);
    const place = { address, organization, pin: { seq, hash } };
    places.push(kept === undefined ? place : { ...place, ledger: ledgerWord(kept.state, account) });
  }
  return places;
}

function ledgerWord(state: LedgerState, account: AccountId): KnownPlace['ledger'] & object {
  const self = findMemberByAccount(state, account);
  const { recovery } = state;
  return {
    name: state.name,
    isOwner: self !== undefined && self.id === state.owner,
    kit: recovery === null ? undefined : { version: recovery.version, madeAtMs: recovery.sinceMs },
    people: helpersOfOwner(state),
  };
}
