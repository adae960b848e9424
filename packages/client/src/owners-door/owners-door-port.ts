import { openOwnersDoor, readOwnSession, signOut } from '@postern/contract';
import { ok, refuse } from '@postern/core';
import type { WaitingSignIn } from '../account/sign-in.ts';
import type { ClientCore } from '../client-core.ts';
import { type KnownPlace, readDeviceWord } from './device-word.ts';
import { judgeOwnersDoor } from './judge-owners-door.ts';
import type { OwnersDoorPort } from './port.ts';

/** A sign-in whose password is proven, and what the device it is on knew before. */
export interface StoppedSignIn {
  readonly waiting: WaitingSignIn;
  readonly places: readonly KnownPlace[] | undefined;
}

/** `take` hands over the sign-in that waits, which is over then. */
export function createOwnersDoorPort(
  core: ClientCore,
  take: () => StoppedSignIn | undefined,
): OwnersDoorPort {
  /** What the device knew when the session at the door began. */
  let places: readonly KnownPlace[] | undefined;
  const over = () => {
    places = undefined;
    core.snapshots.update({ door: undefined });
  };

  return {
    signInAtOwnersDoor: async () => {
      const stopped = take();
      if (stopped === undefined) return refuse('ticket_expired');
      const begun = await stopped.waiting.goToOwnersDoor();
      if (!begun.ok) return begun;
      core.accountCore.useToken(begun.value.token);
      const session = await core.api.call(readOwnSession, {});
      if (!session.ok) return session;
      places = stopped.places;
      const { email, endsAtMs = core.clock.nowMs() } = session.value;
      const addresses = (places ?? []).map(({ address }) => address);
      core.snapshots.update({ door: { email, endsAtMs, addresses } });
      return ok();
    },
    openOwnersDoor: async (address) => {
      const account = core.account();
      const known = account.ok ? await readDeviceWord(account.value) : places;
      const answer = await core.api.call(openOwnersDoor, { params: { address }, body: {} });
      if (!answer.ok) {
        if (answer.code === 'sign_in_required') over();
        return answer;
      }
      const judged = judgeOwnersDoor(known, address, answer.value);
      if (!judged.ok) core.raise(judged);
      return judged;
    },
    leaveOwnersDoor: async () => {
      if (core.snapshots.current().door === undefined) return;
      over();
      await core.api.call(signOut, { body: {} });
      core.accountCore.useToken(undefined);
    },
  };
}
