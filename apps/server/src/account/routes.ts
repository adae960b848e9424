import * as contract from '@postern/contract';
import { ok } from '@postern/core';
import type { FastifyInstance } from 'fastify';
import { anyone, bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import type { AccountContext, OrganizationFacts, SignInFactors } from './account-context.ts';
import { exchangeSignUpCode, mailSignUpCode } from './begin-sign-up.ts';
import { replaceKeyStorage } from './change-key-storage.ts';
import { completePasswordChange, startPasswordChange } from './change-password.ts';
import { keepClearing } from './clear-expired.ts';
import { eraseAccount, mailDeletionCode } from './delete-account.ts';
import { describeServer } from './describe-server.ts';
import { completePasswordReset, startGeneration } from './finish-password-reset.ts';
import { answerRegistration, createAccount } from './finish-sign-up.ts';
import { followOrganizations, refuseWaitingGeneration, showClosed } from './generations.ts';
import { noteMethodUsed, showKeyMethods } from './key-methods.ts';
import {
  describeSession,
  endAnySession,
  noteClientVersion,
  showAccessLog,
  showSessions,
} from './own-sessions.ts';
import { exchangeResetCode, mailResetCode } from './password-reset-code.ts';
import { readAccount, readState, writeState } from './read-account.ts';
import { completeReauthentication, startReauthentication } from './reauthenticate.ts';
import { replaceOwnKeys } from './replace-account-keys.ts';
import { answerResetRegistration, goOnWithoutFactor, showReset, takeFactorAtReset } from './reset-ticket.ts';
import { sessionAtDoorGuard, sessionGuard } from './session.ts';
import { completeSignIn, endOwnSession, startSignIn } from './sign-in.ts';

/** Binds the endpoints of accounts and sessions, and keeps their tables free of what has expired. */
export function bindAccount(
  app: FastifyInstance,
  platform: Platform,
  organizations: OrganizationFacts,
  secondFactors: SignInFactors,
): void {
  const context: AccountContext = { platform, organizations, secondFactors };
  const signedIn = sessionGuard(platform);
  const orAtDoor = sessionAtDoorGuard(platform);

  bindEndpoint(app, contract.getServer, anyone, describeServer(context));

  bindEndpoint(app, contract.beginSignUp, anyone, mailSignUpCode(context));
  bindEndpoint(app, contract.verifySignUpCode, anyone, exchangeSignUpCode(context));
  bindEndpoint(app, contract.registerPassword, anyone, answerRegistration(context));
  bindEndpoint(app, contract.finishSignUp, anyone, createAccount(context));

  bindEndpoint(app, contract.beginPasswordReset, anyone, mailResetCode(context));
  bindEndpoint(app, contract.verifyPasswordResetCode, anyone, exchangeResetCode(context));
  bindEndpoint(app, contract.readPasswordReset, anyone, showReset(context));
  bindEndpoint(app, contract.giveFactorAtReset, anyone, takeFactorAtReset(context));
  bindEndpoint(app, contract.skipFactorAtReset, anyone, goOnWithoutFactor(context));
  bindEndpoint(app, contract.registerResetPassword, anyone, answerResetRegistration(context));
  bindEndpoint(app, contract.finishPasswordReset, anyone, completePasswordReset(context));
  bindEndpoint(app, contract.beginGeneration, anyone, startGeneration(context));
  bindEndpoint(app, contract.listClosedOrganizations, signedIn, showClosed(context));
  bindEndpoint(app, contract.refuseGeneration, signedIn, refuseWaitingGeneration(context));

  bindEndpoint(app, contract.beginSignIn, anyone, startSignIn(context));
  bindEndpoint(app, contract.finishSignIn, anyone, completeSignIn(context));
  bindEndpoint(app, contract.signOut, orAtDoor, endOwnSession(context));
  bindEndpoint(app, contract.beginReauthentication, signedIn, startReauthentication(context));
  bindEndpoint(app, contract.finishReauthentication, signedIn, completeReauthentication(context));

  bindEndpoint(app, contract.readOwnSession, orAtDoor, async ({ caller }) => ok(describeSession(caller)));
  bindEndpoint(app, contract.getAccount, signedIn, readAccount(context));
  bindEndpoint(app, contract.announceClientVersion, signedIn, noteClientVersion(context));
  bindEndpoint(app, contract.getAccountState, signedIn, readState(context));
  bindEndpoint(app, contract.putAccountState, signedIn, writeState(context));
  bindEndpoint(app, contract.beginPasswordChange, signedIn, startPasswordChange(context));
  bindEndpoint(app, contract.finishPasswordChange, signedIn, completePasswordChange(context));
  bindEndpoint(app, contract.listKeyMethods, signedIn, showKeyMethods(context));
  bindEndpoint(app, contract.changeKeyStorage, signedIn, replaceKeyStorage(context));
  bindEndpoint(app, contract.replaceAccountKeys, signedIn, replaceOwnKeys(context));
  bindEndpoint(app, contract.noteKeyMethodUsed, signedIn, noteMethodUsed(context));
  bindEndpoint(app, contract.listSessions, signedIn, showSessions(context));
  bindEndpoint(app, contract.revokeSession, signedIn, endAnySession(context));
  bindEndpoint(app, contract.listAccessLog, signedIn, showAccessLog(context));
  bindEndpoint(app, contract.beginAccountDeletion, signedIn, mailDeletionCode(context));
  bindEndpoint(app, contract.finishAccountDeletion, signedIn, eraseAccount(context));

  let stopClearing = async (): Promise<void> => {};
  let stopFollowing = async (): Promise<void> => {};
  app.addHook('onReady', async () => {
    stopClearing = keepClearing(platform);
    stopFollowing = followOrganizations(context);
  });
  app.addHook('onClose', async () => {
    await stopFollowing();
    await stopClearing();
  });
}
