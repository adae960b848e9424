import { isId, type RequestId } from '@postern/core';

/** What the address bar says about an invitation to be made: for whom, and the request it answers. */
export interface InviteSearch {
  readonly email?: string | undefined;
  readonly request?: RequestId | undefined;
}

/** An address of this shape is filled into the form, where somebody looks at it before anything is sent. */
const emailShape = /^[^\s@"(),:;<>[\\\]\p{C}]{1,64}@[a-z0-9.-]{1,190}$/iu;

/** The parts of an address bar that are understood; anything else is left out. */
export function parseInviteSearch(raw: Record<string, unknown>): InviteSearch {
  return {
    email: typeof raw.email === 'string' && emailShape.test(raw.email) ? raw.email : undefined,
    request: typeof raw.request === 'string' && isId(raw.request) ? (raw.request as RequestId) : undefined,
  };
}
