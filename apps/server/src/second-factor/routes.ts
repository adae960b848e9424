import * as contract from '@postern/contract';
import type { FastifyInstance } from 'fastify';
import { sessionGuard } from '../account/session.ts';
import { anyone, bindEndpoint } from '../platform/http/bind-endpoint.ts';
import type { Platform } from '../platform/platform.ts';
import { completeMailFactor, startMailFactor } from './add-mail.ts';
import { completePasskey, startPasskey } from './add-passkey.ts';
import { completeTotp, startTotp } from './add-totp.ts';
import { completeSignInByFactor, mailAtSignIn } from './give-at-sign-in.ts';
import { askInSession, giveInSession, mailInSession } from './give-in-session.ts';
import { remakeBackupCodes } from './make-backup-codes.ts';
import { removeFactor, renameFactor, showFactors } from './own-factors.ts';
import { resetFactorsByKey, showMethodsAtSignIn } from './reset-at-sign-in.ts';
import { completeSignInAtDoor } from './sign-in-at-door.ts';
import { type OverseersOf, tellOrganizations } from './tell-organizations.ts';

/** Binds the endpoints of second factors. */
export function bindSecondFactor(app: FastifyInstance, platform: Platform, overseersOf: OverseersOf): void {
  const tell = tellOrganizations(platform, overseersOf);
  const signedIn = sessionGuard(platform);

  bindEndpoint(app, contract.giveFactorAtSignIn, anyone, completeSignInByFactor(platform, tell));
  bindEndpoint(app, contract.mailFactorAtSignIn, anyone, mailAtSignIn(platform));
  bindEndpoint(app, contract.signInAtOwnersDoor, anyone, completeSignInAtDoor(platform));
  bindEndpoint(app, contract.listKeyMethodsAtSignIn, anyone, showMethodsAtSignIn(platform));
  bindEndpoint(app, contract.resetFactorsAtSignIn, anyone, resetFactorsByKey(platform, tell));

  bindEndpoint(app, contract.listSecondFactors, signedIn, showFactors(platform));
  bindEndpoint(app, contract.askForFactor, signedIn, askInSession(platform));
  bindEndpoint(app, contract.mailFactor, signedIn, mailInSession(platform));
  bindEndpoint(app, contract.giveFactor, signedIn, giveInSession(platform, tell));
  bindEndpoint(app, contract.beginTotp, signedIn, startTotp(platform));
  bindEndpoint(app, contract.finishTotp, signedIn, completeTotp(platform));
  bindEndpoint(app, contract.beginPasskey, signedIn, startPasskey(platform));
  bindEndpoint(app, contract.finishPasskey, signedIn, completePasskey(platform));
  bindEndpoint(app, contract.beginMailFactor, signedIn, startMailFactor(platform));
  bindEndpoint(app, contract.finishMailFactor, signedIn, completeMailFactor(platform));
  bindEndpoint(app, contract.makeBackupCodes, signedIn, remakeBackupCodes(platform));
  bindEndpoint(app, contract.renameSecondFactor, signedIn, renameFactor(platform));
  bindEndpoint(app, contract.removeSecondFactor, signedIn, removeFactor(platform, tell));
}
