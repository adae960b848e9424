import { askPhone, askPhoneAtReset, getAccount, listKeyMethods, listPhones } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { removeMethod } from '@postern/crypto';
import type { OpenAccount } from '../account/account-core.ts';
import { confirmByPassword } from '../account/password-proof.ts';
import { refuseOlder } from '../account/refuse-older.ts';
import type { ClientCore } from '../client-core.ts';
import type { ResetInProgress } from '../forgot-password/reset-in-progress.ts';
import { changeOpenAccount } from '../key-storage/change-open-account.ts';
import { openWaiting, type WaitingForKeys } from '../key-storage/get-keys-back.ts';
import type { ServedKeys } from '../key-storage/open-with-seed.ts';
import { askPhones, type PhonesAnswer, type StandingQuestion } from './ask-phones.ts';
import { ShownPairing } from './pair-shown.ts';
import type { ApprovalFacts, PhonePort, PhoneView } from './port.ts';

/** The phone half of the port. `opened` is called once keys that a phone handed over are open. */
export function createPhonePort(core: ClientCore, opened: () => Promise<void>): PhonePort {
  const pairing = new ShownPairing(core);
  let standing: StandingQuestion | undefined;

  const withdraw = async () => {
    const before = standing;
    standing = undefined;
    core.snapshots.update({ approval: undefined });
    await before?.withdraw();
  };
  const takeUp = async (
    answer: Result<PhonesAnswer>,
    waiting: WaitingForKeys,
  ): Promise<Result<OpenAccount>> =>
    answer.ok ? openWaiting(core.accountCore, waiting, answer.value.seen, answer.value.open) : answer;

  /** Asks from a session that has begun and has no keys, and opens the account once a phone has answered. */
  const askFromSession = async (): Promise<Result<undefined>> => {
    const waiting = core.waitingForKeys();
    if (waiting === undefined) return refuse('sign_in_required');
    const served = await core.api.call(getAccount, {});
    if (!served.ok) return served;
    if (served.value.account !== waiting.account) return refuse('opening_failed');
    const question = await askPhones(
      core,
      served.value,
      (body) => core.api.call(askPhone, { body }),
      (approval) => core.snapshots.update({ approval }),
    );
    if (!question.ok) return question;
    const mine = question.value;
    standing = mine;
    void mine.answer.then(async (answer) => {
      if (standing !== mine) return;
      standing = undefined;
      const taken = await takeUp(answer, waiting);
      const over = taken.ok ? undefined : taken;
      core.snapshots.update({ approval: over ? { state: 'over', refusal: over } : approvedBy(answer) });
      if (!taken.ok) return;
      await core.open(taken.value);
      if (taken.value.state.hasUnsent()) {
        const refreshed = await taken.value.state.refresh();
        if (!refreshed.ok) core.raise(refreshed);
      }
      await opened();
    });
    return ok();
  };

  /** Asks from a reset whose mailbox is proven: the phone brings the keys back, and the new password is set by them. */
  const askFromReset = async (reset: ResetInProgress): Promise<Result<undefined>> => {
    const ofPhones = reset.servedKeys().find(({ keys }) => keys.methods.some(({ kind }) => kind === 'phone'));
    if (ofPhones === undefined) return refuse('phone_missing');
    const { ticket } = reset;
    const question = await askPhones(
      core,
      ofPhones,
      (body) =>
        core.api.call(askPhoneAtReset, { body: { ...body, ticket, client: core.accountCore.identity } }),
      (approval) => core.snapshots.update({ approval }),
    );
    if (!question.ok) return question;
    const mine = question.value;
    standing = mine;
    void mine.answer.then(async (answer) => {
      if (standing !== mine) return;
      standing = undefined;
      const taken = answer.ok ? await acceptAtReset(reset, ofPhones, answer.value) : answer;
      core.snapshots.update({
        approval: taken.ok ? approvedBy(answer) : { state: 'over', refusal: taken },
      });
    });
    return ok();
  };

  return {
    phones: async () => {
      const listed = await core.api.call(listKeyMethods, {});
      if (!listed.ok) return listed;
      const pushed = await core.api.call(listPhones, {});
      if (!pushed.ok) return pushed;
      return ok(
        listed.value.methods
          .filter(({ kind }) => kind === 'phone')
          .map(
            ({ id, label, createdAtMs, lastUsedAtMs, unpairedAtMs }): PhoneView => ({
              method: id,
              label,
              pairedAtMs: createdAtMs,
              lastUsedAtMs,
              unpairedAtMs,
              hasPush: pushed.value.withPush.includes(id),
            }),
          ),
      );
    },
    beginPairing: () => pairing.begin(),
    cancelPairing: () => pairing.cancel(),
    unpair: async (method, password) => {
      const account = core.account();
      if (!account.ok) return account;
      const confirmed = await confirmByPassword(core.api, account.value.record().email, password);
      if (!confirmed.ok) return confirmed;
      return changeOpenAccount(core, {
        make: async (base) => {
          const set = await removeMethod(base, method);
          return set.ok ? ok({ set: set.value, added: [] }) : set;
        },
        password,
      });
    },
    ask: async () => {
      await withdraw();
      return core.reset === undefined ? askFromSession() : askFromReset(core.reset);
    },
    cancelAsking: withdraw,
  };
}

/** Takes the keys that a phone handed over for the reset that goes on. */
async function acceptAtReset(
  reset: ResetInProgress,
  served: ServedKeys,
  answer: PhonesAnswer,
): Promise<Result<unknown>> {
  const opened = await answer.open(served);
  if (!opened.ok) return opened;
  const known = refuseOlder(answer.seen.keyStorageVersion, opened.value.statement.version);
  return known.ok ? reset.accept(opened.value, undefined) : known;
}

function approvedBy(answer: Result<PhonesAnswer>): ApprovalFacts | undefined {
  return answer.ok ? { state: 'approved', provenBy: answer.value.provenBy } : undefined;
}
