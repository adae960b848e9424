import * as contract from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { questionGuard } from '../access/ask-gate.ts';
import { organizationGuard } from '../access/guard.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { askForAccess } from './ask-for-access.ts';
import { listRequests, readRequest } from './inbox.ts';
import { type KeepingUp, keepUp } from './keep-up.ts';
import { listOwnRequests, replaceWords, withdrawRequest } from './own-requests.ts';
import { refuseRequest, reopenRequest } from './settle-request.ts';

/** Binds asking for access and the access inbox, and keeps mailing what is asked. */
export function bindRequests(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const asking = questionGuard(platform, ledgers);
  const inside = organizationGuard(platform, ledgers);
  let keeping: KeepingUp | undefined;

  bindEndpoint(app, contract.askForAccess, asking, ({ caller, call, params, body }) =>
    askForAccess(platform, caller, call, params.address, body, () => keeping?.mailSoon()),
  );
  bindEndpoint(app, contract.listOwnRequests, asking, async ({ caller, params }) =>
    ok(await listOwnRequests(platform, caller, params.address)),
  );
  bindEndpoint(app, contract.withdrawRequest, asking, ({ caller, params }) =>
    withdrawRequest(platform, caller, params.address, params.request),
  );
  bindEndpoint(app, contract.replaceRelinkWords, asking, ({ caller, params, body }) =>
    replaceWords(platform, caller, params.address, params.request, body),
  );
  bindEndpoint(app, contract.listRequests, inside, async ({ caller, query }) =>
    ok(await listRequests(platform, caller, query)),
  );
  bindEndpoint(app, contract.readRequest, inside, ({ caller, params }) =>
    readRequest(platform, caller, params.request),
  );
  bindEndpoint(app, contract.refuseRequest, inside, ({ caller, params, body }) =>
    refuseRequest(platform, caller, params.request, body.note),
  );
  bindEndpoint(app, contract.reopenRequest, inside, ({ caller, params }) =>
    reopenRequest(platform, caller, params.request),
  );

  app.addHook('onReady', async () => {
    keeping = keepUp(platform, ledgers);
  });
  app.addHook('onClose', async () => {
    await keeping?.stop();
  });
}
