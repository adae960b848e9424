import { z } from 'zod';

// Under our CSP `new Function` is refused, so zod must not try it. Imported before anything that makes a schema.
z.config({ jitless: true });
