import { deleteLogOf, findEntryOf } from './queries.ts';

/** Deletes the log of an organization that is given up. Within the caller's transaction. */
export const deleteLog = deleteLogOf;

/** Whether an account came in since then. */
export const hasEntered = findEntryOf;
