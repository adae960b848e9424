import { openSessionFully } from './session-queries.ts';

/** Lets a session of the owner's door be like any other from now on. Within the caller's transaction. */
export const letSessionIn = openSessionFully;
