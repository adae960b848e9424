import { askGate } from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { answerGate, questionGuard } from './ask-gate.ts';

export function bindAccess(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  bindEndpoint(app, askGate, questionGuard(platform, ledgers), async ({ caller, call }) =>
    ok(await answerGate(platform, call, caller)),
  );
}
