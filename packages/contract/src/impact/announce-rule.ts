import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { memberId, organizationId } from '../fields.ts';

/** So many members are told at once. */
export const maxAnnounced = 2_000;

export const announceRule = endpoint({
  name: 'announceRule',
  method: 'POST',
  path: '/api/organizations/:organization/announcements',
  access: 'organization',
  summary:
    'Mail members that a rule of a later date will ask something of them, once a day for each rule. Of those named, it tells the active ones for whom the rule has not begun. The words are the server’s own.',
  params: z.strictObject({ organization: organizationId }),
  body: z.strictObject({
    rule: z.literal('second_factor'),
    members: z.array(memberId).min(1).max(maxAnnounced),
  }),
  answer: z.strictObject({ told: z.int().min(0) }),
  refusals: ['permission_missing', 'nothing_to_announce', 'rate_limited'],
});
