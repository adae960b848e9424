import {
  beginAccountDeletion,
  beginSignUp,
  finishAccountDeletion,
  listAccessLog,
  listSessions,
  revokeSession,
  signOut,
  verifySignUpCode,
} from '@postern/contract';
import { ok, parseEmail, type Result, refuse } from '@postern/core';
import type { ClientCore } from '../client-core.ts';
import { getKeysBack } from '../key-storage/get-keys-back.ts';
import { readGivenKey } from '../key-storage/given-key.ts';
import { createOwnersDoorPort, type StoppedSignIn } from '../owners-door/owners-door-port.ts';
import type { AccountPort } from '../port.ts';
import { parseProof } from '../second-factor/parse-proof.ts';
import type { SecondFactorStep } from '../second-factor/port.ts';
import type { OpenAccount } from './account-core.ts';
import { changePassword } from './change-password.ts';
import { givePasswordBack } from './give-password-back.ts';
import { confirmByPassword } from './password-proof.ts';
import { type SignIn, signIn, type WaitingSignIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';
import { unlock } from './unlock.ts';

/** The port, and what a reset of the password ends in. */
export interface AccountSide extends AccountPort {
  /** Takes up an account whose keys were opened in a full session. */
  readonly takeUp: (open: OpenAccount) => Promise<Result<unknown>>;
  /** Goes to the owner's door with a session that has begun there already. */
  readonly goToDoor: (stopped: StoppedSignIn) => Promise<Result<undefined>>;
}

/** The account's half of the port. `opened` is called each time keys were opened with the server at hand. */
export function createAccountPort(core: ClientCore, opened: () => Promise<void>): AccountSide {
  /** Tickets by address: they stay here, the page never sees them. */
  const tickets = new Map<string, string>();
  /** The sign-in that waits for its second factor. */
  let waiting: WaitingSignIn | undefined;
  /** What this device knew before it. */
  let places: StoppedSignIn['places'];
  /** In its place, where a reset without the second factor ended. */
  let atDoor: StoppedSignIn | undefined;
  const door = createOwnersDoorPort(
    core,
    () => {
      const stopped = atDoor ?? (waiting && { waiting, places });
      waiting = undefined;
      atDoor = undefined;
      return stopped;
    },
    (open) => goOn(ok({ done: true, open })),
  );

  /** Takes up what a password opened, or keeps the sign-in until its second factor is given. */
  const goOn = async (
    next: Result<SignIn>,
    known?: StoppedSignIn['places'],
  ): Promise<Result<SecondFactorStep | undefined>> => {
    // The phase says so, and how to go on.
    if (!next.ok) return next.code === 'keys_needed' ? ok(undefined) : next;
    if (!next.value.done) {
      waiting = next.value.waiting;
      places = known;
      return ok(waiting.step);
    }
    const { open } = next.value;
    await core.open(open);
    // What is kept here may be newer than what the server has: then it goes there now.
    if (open.state.hasUnsent()) await refresh(open);
    await opened();
    return ok(undefined);
  };
  const refresh = async (open: OpenAccount) => {
    const refreshed = await open.state.refresh();
    if (!refreshed.ok) core.raise(refreshed);
  };

  return {
    ...door,
    takeUp: (open) => goOn(ok({ done: true, open })),
    goToDoor: async (stopped) => {
      atDoor = stopped;
      return door.signInAtOwnersDoor();
    },
    beginSignUp: async (text) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      return nothing(await core.api.call(beginSignUp, { body: { email: email.value } }));
    },
    verifySignUpCode: async (text, code) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      const digits = code.replaceAll(/\s/g, '');
      if (!/^\d{6}$/.test(digits)) return refuse('code_wrong', { field: '/code' });
      const verified = await core.api.call(verifySignUpCode, { body: { email: email.value, code: digits } });
      if (!verified.ok) return verified;
      tickets.set(email.value, verified.value.ticket);
      return ok();
    },
    finishSignUp: async (text, password) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      const ticket = tickets.get(email.value);
      if (ticket === undefined) return refuse('ticket_expired');
      const signedUp = await signUp(core.accountCore, ticket, email.value, password);
      if (!signedUp.ok) return signedUp;
      tickets.delete(email.value);
      await core.open(signedUp.value);
      return ok();
    },
    signIn: async (text, password, which) => {
      const email = parseEmail(text);
      if (!email.ok) return email;
      waiting = undefined;
      return goOn(await signIn(core.accountCore, email.value, password, which));
    },
    giveSecondFactor: async (given) => {
      if (waiting === undefined) return refuse('ticket_expired');
      const proof = parseProof(given);
      if (!proof.ok) return proof;
      const open = await waiting.give(proof.value);
      if (!open.ok) {
        if (open.code === 'ticket_expired') waiting = undefined;
        if (open.code !== 'keys_needed') return open;
        waiting = undefined;
        return ok();
      }
      waiting = undefined;
      return nothing(await goOn(ok({ done: true, open: open.value })));
    },
    keyMethodsForFactor: async () => {
      if (waiting === undefined) return refuse('ticket_expired');
      const served = await waiting.keyMethods();
      return served.ok ? ok(served.value.methods) : served;
    },
    resetSecondFactors: async (given) => {
      if (waiting === undefined) return refuse('ticket_expired');
      const key = await readGivenKey(given);
      if (!key.ok) return key;
      const reset = await waiting.resetFactors(key.value.proofB64);
      if (!reset.ok && reset.code !== 'keys_needed') return reset;
      waiting = undefined;
      const waitingForKeys = core.waitingForKeys();
      // What stood in for the factor brings the keys back, too.
      const open =
        reset.ok || waitingForKeys === undefined
          ? reset
          : await getKeysBack(core.accountCore, waitingForKeys, given);
      return open.ok ? nothing(await goOn(ok({ done: true, open: open.value }))) : open;
    },
    mailSecondFactor: async () =>
      waiting === undefined ? refuse('ticket_expired') : nothing(await waiting.mailCode()),
    signOut: async () => {
      waiting = undefined;
      // Signing out works without the server, too: then the session ends there by itself.
      await core.api.call(signOut, { body: {} });
      await core.wipe();
    },
    lock: async () => {
      waiting = undefined;
      core.lock();
    },
    unlock: async (password) => {
      waiting = undefined;
      const unlocked = await unlock(core.accountCore, password);
      if (!unlocked.ok) return goOn(unlocked);
      if (!unlocked.value.done) return goOn(ok(unlocked.value), unlocked.value.places);
      const { open, online } = unlocked.value;
      await core.open(open);
      if (!online) return ok(undefined);
      await refresh(open);
      await opened();
      return ok(undefined);
    },
    confirmIdentity: async (password) => {
      const account = core.account();
      if (!account.ok) return account;
      return nothing(await confirmByPassword(core.api, account.value.record().email, password));
    },
    changePassword: async (current, next) => {
      const account = core.account();
      if (!account.ok) return account;
      const address = core.entered?.address;
      core.leave();
      const changed = await changePassword(core.accountCore, account.value, current, next);
      if (changed.ok) await core.open(changed.value.open);
      const open = core.account();
      if (address !== undefined && open.ok) await core.turnTo(open.value, address)?.enter();
      return changed.ok ? ok({ endedSessions: changed.value.endedSessions }) : changed;
    },
    givePasswordBack: async (password, earlier) => {
      waiting = undefined;
      return goOn(await givePasswordBack(core.accountCore, password, earlier));
    },
    sessions: async () => {
      const answer = await core.api.call(listSessions, {});
      return answer.ok ? ok(answer.value.sessions) : answer;
    },
    revokeSession: async (session) => nothing(await core.api.call(revokeSession, { params: { session } })),
    accessLog: async () => {
      const answer = await core.api.call(listAccessLog, {});
      return answer.ok ? ok(answer.value.records) : answer;
    },

    beginDeletion: async () => nothing(await core.api.call(beginAccountDeletion, { body: {} })),
    finishDeletion: async (code) => {
      const digits = code.replaceAll(/\s/g, '');
      if (!/^\d{6}$/.test(digits)) return refuse('code_wrong', { field: '/code' });
      const deleted = await core.api.call(finishAccountDeletion, { body: { code: digits } });
      if (!deleted.ok) return deleted;
      await core.wipe();
      return ok();
    },
  };
}

/** The same result without its value. */
function nothing(result: Result<unknown>): Result<undefined> {
  return result.ok ? ok() : result;
}
