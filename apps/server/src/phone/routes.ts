import * as contract from '@postern/contract';
import type { FastifyInstance } from 'fastify';
import { sessionGuard } from '../account/session.ts';
import { Watchers } from '../organization/watch-organization.ts';
import { anyone, bindEndpoint } from '../platform/http/bind-endpoint.ts';
import { keepDoing } from '../platform/keep-doing.ts';
import type { Platform } from '../platform/platform.ts';
import {
  showApprovals,
  takeApproval,
  takeDenial,
  takePhoneCommitment,
  takePhoneNonce,
} from './answer-approval.ts';
import { askFromReset, askFromSession } from './ask-phone.ts';
import { endAsking, showApproval, takeAskersNonce } from './follow-approval.ts';
import { letGoOfPhone, showPhoneAccount, showPhones } from './own-phone.ts';
import {
  endPairing,
  showPairing,
  showPairingToPhone,
  startPairing,
  takePairingAnswer,
} from './pair-phone.ts';
import { dropSubscription, keepSubscription, showPushKey } from './push/subscribe.ts';
import { createTellPhones } from './push/tell-phones.ts';
import { deletePassed } from './queries.ts';
import { watchFromAsker, watchFromPhone, watchFromSession } from './watch-phones.ts';

/** For so long whoever asked is told by name how it ended. */
const endedKeptMs = 10 * 60_000;

/** Binds the endpoints of phones, and keeps their tables free of what has passed. */
export function bindPhone(app: FastifyInstance, platform: Platform): void {
  const signedIn = sessionGuard(platform);
  const ports = { platform, watchers: new Watchers(), tellPhones: createTellPhones(platform) };

  bindEndpoint(app, contract.beginPairing, signedIn, startPairing(ports));
  bindEndpoint(app, contract.readPairing, signedIn, showPairing(ports));
  bindEndpoint(app, contract.cancelPairing, signedIn, endPairing(ports));
  bindEndpoint(app, contract.describePairing, anyone, showPairingToPhone(ports));
  bindEndpoint(app, contract.answerPairing, anyone, takePairingAnswer(ports));
  bindEndpoint(app, contract.listPhones, signedIn, showPhones(ports));
  bindEndpoint(app, contract.watchPhones, signedIn, watchFromSession(ports));

  bindEndpoint(app, contract.readPhoneAccount, anyone, showPhoneAccount(ports));
  bindEndpoint(app, contract.unpairPhone, anyone, letGoOfPhone(ports));
  bindEndpoint(app, contract.listPhoneApprovals, anyone, showApprovals(ports));
  bindEndpoint(app, contract.watchPhoneApprovals, anyone, watchFromPhone(ports));
  bindEndpoint(app, contract.commitPhoneNonce, anyone, takePhoneCommitment(ports));
  bindEndpoint(app, contract.revealPhoneNonce, anyone, takePhoneNonce(ports));
  bindEndpoint(app, contract.approveOnPhone, anyone, takeApproval(ports));
  bindEndpoint(app, contract.denyOnPhone, anyone, takeDenial(ports));

  bindEndpoint(app, contract.askPhone, signedIn, askFromSession(ports));
  bindEndpoint(app, contract.askPhoneAtReset, anyone, askFromReset(ports));
  bindEndpoint(app, contract.readApproval, anyone, showApproval(ports));
  bindEndpoint(app, contract.revealAskersNonce, anyone, takeAskersNonce(ports));
  bindEndpoint(app, contract.withdrawApproval, anyone, endAsking(ports));
  bindEndpoint(app, contract.watchApproval, anyone, watchFromAsker(ports));

  bindEndpoint(app, contract.readPushKey, anyone, showPushKey(ports));
  bindEndpoint(app, contract.usePush, anyone, keepSubscription(ports));
  bindEndpoint(app, contract.stopPush, anyone, dropSubscription(ports));

  let stopClearing = async (): Promise<void> => {};
  app.addHook('onReady', async () => {
    const clear = () => deletePassed(platform.db.kysely, platform.clock.nowMs(), endedKeptMs);
    stopClearing = keepDoing(platform, clear, {
      everyMs: 60_000,
      fault: 'passed questions were not cleared',
    });
  });
  app.addHook('onClose', () => stopClearing());
}
