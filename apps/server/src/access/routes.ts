import { askGate, openOwnersDoor, watchGate as watch } from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { Watchers } from '../organization/watch-organization.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { answerGate, questionGuard } from './ask-gate.ts';
import { openDoor, ownersDoorGuard } from './owners-door.ts';
import { watchGate } from './watch-gate.ts';

export function bindAccess(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  bindEndpoint(app, askGate, questionGuard(platform, ledgers), async ({ caller, call, params }) =>
    ok(await answerGate(platform, call, caller, params.address)),
  );
  bindEndpoint(app, openOwnersDoor, ownersDoorGuard(platform, ledgers), openDoor(platform));
  const watchers = new Watchers();
  bindEndpoint(app, watch, questionGuard(platform, ledgers), async ({ caller, call, params }) =>
    watchGate({ platform, ledgers, watchers }, caller, params.address, call),
  );
}
