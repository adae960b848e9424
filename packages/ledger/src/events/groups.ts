import { z } from 'zod';
import { typedOnly } from '../event-definition.ts';
import { groupId, maxMembersPerEvent, memberId, publicKeyEpoch } from '../event-shape.ts';

const members = z.array(memberId).max(maxMembersPerEvent);

export const groupEvents = {
  group_create: typedOnly(z.strictObject({ group: groupId, key: publicKeyEpoch, members })),
  /** The whole membership; a new key when somebody left. */
  group_set: typedOnly(z.strictObject({ group: groupId, key: publicKeyEpoch.nullable(), members })),
  group_remove: typedOnly(z.strictObject({ group: groupId })),
};
