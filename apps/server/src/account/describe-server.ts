import type { getServer } from '@postern/contract';
import { ok } from '@postern/core';
import type { Handler } from '../platform/http/bind-endpoint.ts';
import { isLoopbackHost } from '../platform/http/client-address.ts';
import type { AccountContext } from './account-context.ts';

export type SignUpMode = 'open' | 'invited' | 'closed';

/** Who may sign up: as configured, else everybody until the first organization exists, then people with an invitation. */
export async function signUpMode({ platform, organizations }: AccountContext): Promise<SignUpMode> {
  if (platform.config.signup) return platform.config.signup;
  return (await organizations.hasOrganization(platform.db.kysely)) ? 'invited' : 'open';
}

/** What anyone may know of this server. `outbox`: this visitor may read `/outbox`. */
export function describeServer(context: AccountContext): Handler<typeof getServer, undefined> {
  const { platform } = context;
  return async ({ call: { client } }) =>
    ok({
      version: platform.version,
      nowMs: platform.clock.nowMs(),
      signup: await signUpMode(context),
      outbox:
        platform.hasOutbox &&
        isLoopbackHost(client.address) &&
        !client.throughProxy &&
        !client.forwardingHeadersIgnored,
      publicUrl: platform.publicOrigin(),
      ...(platform.config.supportContact === undefined
        ? {}
        : { supportContact: platform.config.supportContact }),
      forwardingHeadersIgnored: client.forwardingHeadersIgnored,
      ownAddress: client.address,
    });
}
