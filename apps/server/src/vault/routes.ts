import {
  readBodies as bodies,
  readChanges as changes,
  returnVault as returned,
  writeVault as written,
} from '@postern/contract';
import type { FastifyInstance } from 'fastify';
import { organizationGuard } from '../access/guard.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { readBodies, readChanges } from './read-vault.ts';
import { returnVault } from './return-vault.ts';
import { writeVault } from './write-vault.ts';

export function bindVault(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const guard = organizationGuard(platform, ledgers);
  bindEndpoint(app, written, guard, ({ caller, params, body }) =>
    writeVault(platform, ledgers, caller, params.vault, body),
  );
  bindEndpoint(app, changes, guard, ({ caller, params, query }) =>
    readChanges(platform, caller, params.vault, query),
  );
  bindEndpoint(app, bodies, guard, ({ caller, params, body }) =>
    readBodies(platform, caller, params.vault, body.entries),
  );
  bindEndpoint(app, returned, guard, ({ caller, params, body }) =>
    returnVault(platform, ledgers, caller, params.vault, body),
  );
}
