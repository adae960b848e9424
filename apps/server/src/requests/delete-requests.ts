import { deleteRequestsOf } from './queries.ts';

/** Deletes the requests of an organization that is given up, and their mails. Within the caller's transaction. */
export const deleteRequests = deleteRequestsOf;
