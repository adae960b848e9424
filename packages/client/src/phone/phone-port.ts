import { askPhone, getAccount, listKeyMethods, listPhones } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { removeMethod } from '@postern/crypto';
import type { OpenAccount } from '../account/account-core.ts';
import { confirmByPassword } from '../account/password-proof.ts';
import type { ClientCore } from '../client-core.ts';
import { changeOpenAccount } from '../key-storage/change-open-account.ts';
import { openWaiting, type WaitingForKeys } from '../key-storage/get-keys-back.ts';
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
      return askFromSession();
    },
    cancelAsking: withdraw,
  };
}

function approvedBy(answer: Result<PhonesAnswer>): ApprovalFacts | undefined {
  return answer.ok ? { state: 'approved', provenBy: answer.value.provenBy } : undefined;
}
