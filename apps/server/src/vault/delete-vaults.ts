import { deleteVaultsOf } from './queries.ts';

/** Deletes everything in the vaults of an organization that is given up. Within the caller's transaction. */
export const deleteVaults = deleteVaultsOf;
