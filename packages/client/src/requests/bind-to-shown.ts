import type { AccessRequest } from '@postern/contract';
import { encodeCanonical, equalBytes, ok, type Result, refuse } from '@postern/core';

/**
 * What a remedy may be signed for: the request as it was shown. INVARIANT: nothing that the server says later takes the
 * place of what somebody read before they clicked. Refused with `request_changed` where it says something else by now.
 */
export function bindToShown(shown: AccessRequest, now: AccessRequest): Result<AccessRequest> {
  return equalBytes(signedFor(shown), signedFor(now)) ? ok(shown) : refuse('request_changed');
}

/** Who asks, for what, and from where: all that a remedy is made of. */
function signedFor(of: AccessRequest): Uint8Array {
  const { request, account, member, email, code, about, relink } = of;
  const { keys, ...attempt } = of.attempt ?? {};
  return encodeCanonical({
    request,
    account,
    member: member ?? null,
    email,
    code,
    about: about?.kind === 'vault' ? { ...about, right: about.right ?? null } : (about ?? null),
    attempt,
    keys: keys ?? null,
    relink: relink ?? null,
  });
}
