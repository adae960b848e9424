import * as contract from '@postern/contract';
import type { FastifyInstance } from 'fastify';
import { organizationGuard } from '../access/guard.ts';
import { ownersDoorGuard } from '../access/owners-door.ts';
import type { FoldedLedgers } from '../organization/folded-ledgers.ts';
import { bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import {
  beginToAbandon,
  mailAbandonmentCode,
  readWhetherAbandoned,
  stopToAbandon,
  takeBack,
} from './abandon.ts';
import { confirmKit, readKitConfirmation } from './confirm-kit.ts';
import { keepDeletingAbandoned } from './delete-abandoned.ts';
import { readRecovery, readRecoveryKeys } from './read-recovery.ts';
import { recover } from './recover.ts';
import { askForKit, takeProofOfKit } from './show-kit.ts';

/** Binds what the recovery code is for, and keeps deleting what was given up. */
export function bindRecovery(app: FastifyInstance, platform: Platform, ledgers: FoldedLedgers): void {
  const door = ownersDoorGuard(platform, ledgers);
  const inside = organizationGuard(platform, ledgers);
  bindEndpoint(app, contract.beginRecoveryProof, door, askForKit(platform));
  bindEndpoint(app, contract.proveRecovery, door, takeProofOfKit(platform));
  bindEndpoint(app, contract.readRecovery, door, readRecovery(platform));
  bindEndpoint(app, contract.readRecoveryKeys, door, readRecoveryKeys(platform));
  bindEndpoint(app, contract.recoverOrganization, door, recover(platform, ledgers));
  bindEndpoint(app, contract.readAbandonment, door, readWhetherAbandoned(platform));
  bindEndpoint(app, contract.beginAbandonment, door, mailAbandonmentCode(platform));
  bindEndpoint(app, contract.confirmAbandonment, door, beginToAbandon(platform));
  bindEndpoint(app, contract.stopAbandonment, door, stopToAbandon(platform));
  bindEndpoint(app, contract.readRecoveryKey, inside, ({ caller }) => readKitConfirmation(platform, caller));
  bindEndpoint(app, contract.noteKitConfirmed, inside, ({ caller, body }) =>
    confirmKit(platform, caller, body.version),
  );
  bindEndpoint(app, contract.takeBackAbandonment, inside, ({ caller }) => takeBack(platform, caller));
  let stopDeleting = async (): Promise<void> => {};
  app.addHook('onReady', async () => {
    stopDeleting = keepDeletingAbandoned(platform, ledgers);
  });
  app.addHook('onClose', () => stopDeleting());
}
