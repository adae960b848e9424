import {
  type AccountId,
  type Bytes,
  concatBytes,
  type Email,
  encodeCanonical,
  type HashB64,
  type InviteId,
  type MemberId,
  type OrganizationId,
} from '@postern/core';
import { frameHeader } from './frames.ts';
import { ObjectType } from './object-types.ts';

/** Whom an invitation's holder lets in: everything that somebody between could exchange. */
export interface JoinProof {
  readonly account: AccountId;
  readonly email: Email;
  readonly invite: InviteId;
  readonly member: MemberId;
  readonly org: OrganizationId;
  readonly statementHash: HashB64;
}

/**
 * SPEC: docs/protocol/objects.md, type `05`: what the invitation's signing key signs. Of the signed object only the
 * signature travels, inside `join`; whoever verifies it writes the payload from the event it stands in.
 */
export function joinProofMessage({ account, email, invite, member, org, statementHash }: JoinProof): Bytes {
  const payload = { account, email, invite, kind: 'join-proof', member, org, statementHash };
  return concatBytes(frameHeader(ObjectType.joinProof), encodeCanonical(payload));
}
