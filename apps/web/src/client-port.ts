/** What the pages ask of the client is written once, beside the client. */
export type * from '@postern/client';
