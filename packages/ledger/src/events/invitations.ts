import { z } from 'zod';
import { typedOnly } from '../event-definition.ts';
import {
  accountId,
  email,
  groupId,
  hash,
  inviteId,
  maxGroupsPerEvent,
  maxVaultsPerEvent,
  memberId,
  permissionList,
  sealingKey,
  signature,
  signingKey,
  statement,
  timeMs,
  vaultGrant,
} from '../event-shape.ts';

export const invitationEvents = {
  /** `signingKey` and `sealingKey` follow from the invitation's secret, which the server never sees. */
  invite: typedOnly(
    z.strictObject({
      clientKinds: z.array(z.enum(['web', 'extension', 'app', 'cli', 'api'])).max(5),
      delivery: z.enum(['link', 'words', 'mail']),
      email,
      endsAtMs: timeMs.nullable(),
      expiresAtMs: timeMs,
      grants: z.array(vaultGrant).max(maxVaultsPerEvent),
      groups: z.array(groupId).max(maxGroupsPerEvent),
      invite: inviteId,
      permissions: permissionList,
      role: z.enum(['administrator', 'member']),
      sealingKey,
      signingKey,
      wordsCommit: hash.nullable(),
    }),
  ),
  invite_revoke: typedOnly(z.strictObject({ invite: inviteId })),
  /** Signed by the joiner's account key; `inviteSignature` is the invitation key's over the joiner's statement hash. */
  join: typedOnly(
    z.strictObject({
      account: accountId,
      email,
      invite: inviteId,
      inviteSignature: signature,
      member: memberId,
      statement,
    }),
  ),
};
