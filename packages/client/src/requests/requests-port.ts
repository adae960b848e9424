import type { ClientCore } from '../client-core.ts';
import { createAskPort } from './ask-port.ts';
import { createInboxPort } from './inbox-port.ts';
import type { RequestsPort } from './port.ts';

/** Asking for access and helping those who asked. */
export function createRequestsPort(core: ClientCore): RequestsPort {
  return { ask: createAskPort(core), inbox: createInboxPort(core) };
}
