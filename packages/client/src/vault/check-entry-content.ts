import { ok, type Result, refuse } from '@postern/core';

/**
 * What came out of opening a header or body, or `opening_failed`.
 * INVARIANT: missing or wrong is refused and never repaired: nothing empty, default or new takes the place of what did not
 * open (attack rows BW11, DL03), and the refusal says nothing of the reason.
 */
export function checkEntryContent<Content>(opened: Content | undefined): Result<Content, 'opening_failed'> {
  return opened === undefined ? refuse('opening_failed') : ok(opened);
}
