import { z } from 'zod';
import { typedOnly } from '../event-definition.ts';
import { memberId, publicKeyEpoch } from '../event-shape.ts';

export const custodianEvents = {
  custodian_add: typedOnly(z.strictObject({ member: memberId })),
  /** Who held the organization key keeps the old one, hence a new one with every removal. */
  custodian_remove: typedOnly(z.strictObject({ member: memberId, organizationKey: publicKeyEpoch })),
  owner_transfer: typedOnly(z.strictObject({ member: memberId })),
};
