import type { AccountState } from '@postern/crypto';

/** An organization as the sealed account state knows it. */
type KnownOrganization = AccountState['heads'][number];

/**
 * DEFENCE against an organization that the server makes up (attack rows BW03, BW08): an address leads to what this account
 * founded or joined, by its own sealed state, and to nothing the server names. `undefined` for any other address.
 */
export function findOrganizationAt(state: AccountState, address: string): KnownOrganization | undefined {
  return state.heads.find((one) => one.address === address);
}
