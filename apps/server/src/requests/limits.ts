const hourMs = 60 * 60_000;

/** Asking again reminds those who were asked, no more often than this. */
export const remindAfterMs = 4 * hourMs;
/** Somebody who was refused may ask the same again after this. */
export const refusedForMs = hourMs;
/** An open request ends by itself so long after it was last asked. */
export const openForMs = 14 * 24 * hourMs;
/** New requests of one account in a day, and its open ones. */
export const maxNewADay = 10;
export const maxOpen = 50;
export const dayMs = 24 * hourMs;
/** Whoever settled a request can take that back for so long. */
export const undoForMs = hourMs;
/** A request that ended is kept so long. */
export const keptForMs = 90 * dayMs;
/** Requests from one network address in a day, whoever makes them. */
export const maxFromAddressADay = 300;
