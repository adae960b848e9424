import { askPhone, getAccount, listKeyMethods, listPhones } from '@postern/contract';
import { ok, type Result, refuse } from '@postern/core';
import { confirmByPassword } from '../account/password-proof.ts';
import type { ClientCore } from '../client-core.ts';
import { changeOpenAccount } from '../key-storage/change-open-account.ts';
import { openWaiting, type WaitingForKeys } from '../key-storage/get-keys-back.ts';
import { removingMethod } from '../key-storage/removing-method.ts';
import { askAtReset, takeAtReset } from './ask-at-reset.ts';
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
  const show = (approval: ApprovalFacts) => core.snapshots.update({ approval });
  /** Keeps the question until it is answered; `take` opens what it was asked for, and says how it goes on from there. */
  const follow = (
    question: Result<StandingQuestion>,
    take: (answer: Result<PhonesAnswer>) => Promise<Result<() => Promise<void>>>,
  ): Result<undefined> => {
    if (!question.ok) return question;
    const mine = question.value;
    standing = mine;
    void mine.answer.then(async (answer) => {
      if (standing !== mine) return;
      standing = undefined;
      const taken = await take(answer);
      if (!taken.ok) return show({ state: 'over', refusal: taken });
      if (answer.ok) show({ state: 'approved', provenBy: answer.value.provenBy });
      return taken.value();
    });
    return ok();
  };
  /** Asks from a session that has begun and has no keys, and opens the account once a phone has answered. */
  const askFromSession = async (waiting: WaitingForKeys): Promise<Result<undefined>> => {
    const served = await core.api.call(getAccount, {});
    if (!served.ok) return served;
    if (served.value.account !== waiting.account) return refuse('opening_failed');
    const asked = await askPhones(core, [served.value], (body) => core.api.call(askPhone, { body }), show);
    return follow(asked, async (answer) => {
      if (!answer.ok) return answer;
      const { seen, open: openServed } = answer.value;
      const open = await openWaiting(core.accountCore, waiting, seen, openServed);
      if (!open.ok) return open;
      return ok(async () => {
        await core.open(open.value);
        if (open.value.state.hasUnsent()) {
          const refreshed = await open.value.state.refresh();
          if (!refreshed.ok) core.raise(refreshed);
        }
        await opened();
      });
    });
  };
  const askAnew = async (): Promise<Result<undefined>> => {
    const waiting = core.waitingForKeys();
    if (waiting !== undefined) return askFromSession(waiting);
    const { reset } = core;
    if (reset === undefined) return refuse('sign_in_required');
    return follow(await askAtReset(core, reset, show), async (answer) => {
      const taken = await takeAtReset(core, reset, answer);
      return taken.ok ? ok(async () => {}) : taken;
    });
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
    confirmPairing: () => pairing.confirm(),
    cancelPairing: () => pairing.cancel(),
    unpair: async (method, password) => {
      const account = core.account();
      if (!account.ok) return account;
      const confirmed = await confirmByPassword(core.api, account.value.record().email, password);
      if (!confirmed.ok) return confirmed;
      return changeOpenAccount(core, { make: removingMethod(core.api, method), password });
    },
    ask: async () => {
      await withdraw();
      return askAnew();
    },
    askByDigits: async () => standing?.byDigits(),
    confirmApproved: async () => standing?.confirm(),
    cancelAsking: withdraw,
  };
}
