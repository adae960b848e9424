/** What the address bar says about the access inbox. */
export interface RequestsSearch {
  /** Those that are over; absent for the open ones. */
  readonly settled?: true | undefined;
}

export function parseRequestsSearch(raw: Record<string, unknown>): RequestsSearch {
  return { settled: raw.settled === true ? true : undefined };
}
