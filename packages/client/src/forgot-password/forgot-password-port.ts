import {
  beginPasswordReset,
  giveFactorAtReset,
  listClosedOrganizations,
  noteKeyMethodUsed,
  skipFactorAtReset,
  verifyPasswordResetCode,
} from '@postern/contract';
import { ok, parseEmail, type Result, refuse } from '@postern/core';
import type { AccountSide } from '../account/account-port.ts';
import type { NewSession } from '../account/sign-in.ts';
import type { ClientCore } from '../client-core.ts';
import { parseProof } from '../second-factor/parse-proof.ts';
import { beginWithoutKeys } from './begin-without-keys.ts';
import { finishWithKeys, type ResetEnd } from './finish-with-keys.ts';
import { dropTicket, keepTicket, readKeptTicket } from './kept-ticket.ts';
import type { ForgotPasswordPort, ResetDone, ResetStep } from './port.ts';
import { ResetInProgress } from './reset-in-progress.ts';
import { takeUpReset } from './take-up-reset.ts';
import { dismissWaiting, refuseWaiting } from './waiting-generation.ts';

/** What the port hands to the rest of the client. */
export interface AfterReset {
  readonly account: Pick<AccountSide, 'takeUp' | 'goToDoor'>;
}

/** The port of *Forgot password*. The reset that goes on stands in `core.reset`, where a phone's answer finds it. */
export function createForgotPasswordPort(core: ClientCore, after: AfterReset): ForgotPasswordPort {
  const leave = async () => {
    core.reset = undefined;
    await dropTicket(core.store);
  };
  /** A ticket that is over ends the reset on this device as well. */
  const heed = async <Value>(result: Result<Value>): Promise<Result<Value>> => {
    if (!result.ok && result.code === 'ticket_expired') await leave();
    return result;
  };
  const goOn = async (): Promise<Result<ResetStep>> =>
    core.reset === undefined ? refuse('ticket_expired') : heed(await core.reset.read(core.api));
  /** The keys are opened at the door once the recovery code has made the session a full one. */
  const goToDoor = (session: NewSession, { served }: ResetEnd, password: string) =>
    after.account.goToDoor({
      places: undefined,
      statement: served.opened.keys.statement.bytes,
      waiting: {
        goToOwnersDoor: async () => ok(session),
        openAfterRecovery: (full) => takeUpReset(core.accountCore, full, served, password),
      },
    });
  /** The session begins on this device, with the keys open where it is a full one. */
  const end = async (ended: ResetEnd, password: string): Promise<Result<ResetDone>> => {
    const reset = core.reset;
    const organizations = reset?.view?.organizations ?? [];
    const proofB64 = reset?.broughtBack?.proofB64;
    const { scope, ...session } = ended.answer;
    // From here on the ticket is used up, whatever happens to this device.
    await leave();
    if (scope === 'door') {
      const begun = await goToDoor(session, ended, password);
      return begun.ok ? ok({ scope, organizations }) : begun;
    }
    const open = await takeUpReset(core.accountCore, session, ended.served, password);
    if (!open.ok) return open;
    const taken = await after.account.takeUp(open.value);
    if (!taken.ok) return taken;
    // That it was used is for the person to see later; the password is set without it, too.
    if (proofB64 !== undefined) await core.api.call(noteKeyMethodUsed, { body: { proof: proofB64 } });
    return ok({ scope, organizations });
  };

  return {
    begin: async (text) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      const begun = await core.api.call(beginPasswordReset, { body: { email: email.value } });
      return begun.ok ? ok() : begun;
    },
    enterCode: async (text, code) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      const digits = code.replaceAll(/\s/g, '');
      if (!/^\d{6}$/.test(digits)) return refuse('code_wrong', { field: '/code' });
      const body = { email: email.value, code: digits };
      const verified = await core.api.call(verifyPasswordResetCode, { body });
      if (!verified.ok) return verified;
      const kept = { ticket: verified.value.ticket, email: email.value };
      core.reset = new ResetInProgress(kept);
      await keepTicket(core.store, kept);
      return goOn();
    },
    resume: async () => {
      const kept = core.reset ?? (await readKeptTicket(core.store));
      if (kept === undefined) return ok(undefined);
      core.reset ??= new ResetInProgress(kept);
      const step = await goOn();
      return !step.ok && step.code === 'ticket_expired' ? ok(undefined) : step;
    },
    giveFactor: async (given) => {
      const proof = parseProof(given);
      if (!proof.ok) return proof;
      if (core.reset === undefined) return refuse('ticket_expired');
      const { ticket } = core.reset;
      const taken = await heed(
        await core.api.call(giveFactorAtReset, { body: { ticket, proof: proof.value } }),
      );
      return taken.ok ? goOn() : taken;
    },
    goOnWithoutFactor: async () => {
      if (core.reset === undefined) return refuse('ticket_expired');
      const { ticket } = core.reset;
      const skipped = await heed(await core.api.call(skipFactorAtReset, { body: { ticket } }));
      return skipped.ok ? goOn() : skipped;
    },
    openWith: async (given) =>
      core.reset === undefined ? refuse('ticket_expired') : heed(await core.reset.openWith(core.api, given)),
    finish: async (password) => {
      if (core.reset?.broughtBack === undefined) return refuse('ticket_expired');
      const ended = await heed(await finishWithKeys(core.accountCore, core.reset, password));
      return ended.ok ? end(ended.value, password) : ended;
    },
    startOver: async (password) => {
      if (core.reset?.view === undefined) return refuse('ticket_expired');
      const ended = await heed(await beginWithoutKeys(core.accountCore, core.reset, password));
      return ended.ok ? end(ended.value, password) : ended;
    },
    cancel: leave,
    closedOrganizations: async () => {
      const closed = await core.api.call(listClosedOrganizations, {});
      return closed.ok ? ok(closed.value.organizations) : closed;
    },
    refuseWaiting: () => refuseWaiting(core),
    dismissWaiting: () => dismissWaiting(core),
  };
}
