import {
  appendLedger as append,
  createOrganization as create,
  readHeads as heads,
  readLedger as ledger,
  listOrganizations as list,
  readSealedKeys as sealedKeys,
  watchOrganization as watch,
} from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { organizationGuard } from '../access/guard.ts';
import { sessionGuard } from '../account/session.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { appendLedger } from './append-ledger.ts';
import { createOrganization } from './create-organization.ts';
import type { FoldedLedgers } from './folded-ledgers.ts';
import { listOrganizations } from './list-organizations.ts';
import { readHeads } from './read-heads.ts';
import { readLedger } from './read-ledger.ts';
import { readSealedKeys } from './read-sealed-keys.ts';
import { Watchers, watchOrganization } from './watch-organization.ts';

export function bindOrganization(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const session = sessionGuard(platform);
  const inside = organizationGuard(platform, ledgers);
  const settingUp = organizationGuard(platform, ledgers, 'set_up');
  const watchers = new Watchers();

  bindEndpoint(app, create, session, ({ caller, body }) => createOrganization(platform, caller, body));
  bindEndpoint(app, list, session, async ({ caller }) =>
    ok(await listOrganizations(platform, caller.account)),
  );
  bindEndpoint(app, ledger, settingUp, async ({ caller, query }) =>
    ok(await readLedger(platform, caller, query.from)),
  );
  bindEndpoint(app, append, settingUp, ({ caller, body }) => appendLedger(platform, ledgers, caller, body));
  bindEndpoint(app, sealedKeys, settingUp, async ({ caller }) => ok(await readSealedKeys(platform, caller)));
  bindEndpoint(app, heads, inside, async ({ caller, query }) =>
    ok(await readHeads(platform, caller, query.known)),
  );
  bindEndpoint(app, watch, inside, async ({ caller, call }) =>
    watchOrganization(platform, ledgers, watchers, caller, call),
  );
}
