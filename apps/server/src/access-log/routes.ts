import * as contract from '@postern/contract';
import type { FastifyInstance } from 'fastify';
import { organizationGuard } from '../access/guard.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { keepClearingOldLines } from './clear-old-lines.ts';
import { listAttempts, readAttempt } from './list-attempts.ts';
import { readAccessLog } from './read-access-log.ts';

/** Binds the endpoints of the organizations' access logs, and keeps clearing what is older than they keep it. */
export function bindAccessLog(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const inside = organizationGuard(platform, ledgers);
  bindEndpoint(app, contract.listAttempts, inside, ({ caller }) => listAttempts(platform, caller));
  bindEndpoint(app, contract.readAttempt, inside, ({ caller, params }) =>
    readAttempt(platform, caller, params.record),
  );
  bindEndpoint(app, contract.readAccessLog, inside, ({ caller, query }) =>
    readAccessLog(platform, caller, query),
  );
  let stopClearing = async (): Promise<void> => {};
  app.addHook('onReady', async () => {
    stopClearing = keepClearingOldLines(platform, ledgers);
  });
  app.addHook('onClose', () => stopClearing());
}
