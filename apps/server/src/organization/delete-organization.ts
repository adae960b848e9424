import { deleteOrganization as deleteRows } from './queries.ts';

/**
 * Deletes an organization with its ledger and its keys; what other contexts keep of it has gone before. Within the caller's
 * transaction. Its address is free afterwards.
 */
export const deleteOrganization = deleteRows;
