import { z } from 'zod';

/**
 * SPEC: RFC 9457. Every refusal and fault of the API. Clients act on `code` alone and take their words from their own
 * catalogue; `title` is for people reading a log. `reference` finds a fault in the server's log.
 */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  params: z.record(z.string(), z.json()).optional(),
  /** JSON pointer to the input at fault. */
  field: z.string().optional(),
  reference: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const problemContentType = 'application/problem+json';
