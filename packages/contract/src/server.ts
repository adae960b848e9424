import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { timeMs } from './fields.ts';

/** What anyone may know of a server: enough to show the right first page. Shown as data, never as instruction. */
export const getServer = endpoint({
  name: 'getServer',
  method: 'GET',
  path: '/api/server',
  access: 'anyone',
  summary: 'Version, who may sign up, and whether mail goes to the local outbox.',
  answer: z.strictObject({
    version: z.string(),
    nowMs: timeMs,
    signup: z.enum(['open', 'invited', 'closed']),
    /** Mail is kept at `/outbox`, and this visitor may read it there. */
    outbox: z.boolean(),
    publicUrl: z.string(),
    supportContact: z.string().optional(),
    /** Forwarding headers arrived although no proxy is trusted. */
    forwardingHeadersIgnored: z.boolean(),
    /** Where this request came from, as far as the server can believe it. */
    ownAddress: z.string(),
  }),
  refusals: [],
});
