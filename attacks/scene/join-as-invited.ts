import {
  type AccountId,
  type Bytes,
  type Email,
  type InviteId,
  type MemberId,
  newId,
  toBase64Url,
} from '@postern/core';
import {
  type AccountKeys,
  createAccountKeys,
  type InviteSecret,
  invitationKeysOf,
  signJoinProof,
} from '@postern/crypto';
import { type Insider, signAnyway } from './rogue-events.ts';

/** A member that the server made up: the event that lets it in, and the keys behind it. */
export interface Impostor {
  readonly member: MemberId;
  readonly keys: AccountKeys;
  readonly join: readonly Bytes[];
}

/**
 * A join in the place of who was invited, with keys of the server's own and signed with what it takes for the
 * invitation's secret.
 */
export async function joinAsInvited(
  { state }: Pick<Insider, 'state'>,
  {
    invite,
    email,
    secret,
  }: { readonly invite: InviteId; readonly email: Email; readonly secret: InviteSecret },
): Promise<Impostor> {
  const org = state.organization;
  const account = newId<AccountId>();
  const member = newId<MemberId>();
  const keys = await createAccountKeys(account, state.lastAtMs);
  const statementHash = keys.statement.hash;
  const invitationKeys = await invitationKeysOf(secret, { org, invite });
  const proof = await signJoinProof(invitationKeys, { account, email, invite, member, org, statementHash });
  const body = {
    account,
    email,
    invite,
    inviteSignature: toBase64Url(proof),
    member,
    statement: toBase64Url(keys.statement.bytes),
  };
  const join = await signAnyway({ state, by: member, key: keys.signing }, [['join', body]]);
  return { member, keys, join };
}
