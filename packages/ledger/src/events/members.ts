import { z } from 'zod';
import { typedOnly } from '../event-definition.ts';
import { maxVaultsPerEvent, memberId, permissionList, vaultHead } from '../event-shape.ts';

/** A removal lists the manifests the leaver could write as they stood, so that none can be back-dated (attack row X17). */
const vaultHeads = z.array(vaultHead).max(maxVaultsPerEvent);

export const memberEvents = {
  disable: typedOnly(z.strictObject({ member: memberId })),
  enable: typedOnly(z.strictObject({ member: memberId })),
  expire: typedOnly(z.strictObject({ member: memberId })),
  remove: typedOnly(z.strictObject({ heads: vaultHeads, member: memberId })),
  role_set: typedOnly(
    z.strictObject({ heads: vaultHeads, member: memberId, role: z.enum(['administrator', 'member']) }),
  ),
  permissions_set: typedOnly(z.strictObject({ member: memberId, permissions: permissionList })),
};
