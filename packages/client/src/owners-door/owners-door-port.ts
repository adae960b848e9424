import { openOwnersDoor, readOwnSession, signOut } from '@postern/contract';
import { type Bytes, ok, type Result, refuse } from '@postern/core';
import type { OpenAccount } from '../account/account-core.ts';
import { hasBegunAnew } from '../account/merge-account-state.ts';
import type { NewSession, WaitingSignIn } from '../account/sign-in.ts';
import type { ClientCore } from '../client-core.ts';
import { createAbandonmentSteps } from '../recovery/abandonment-steps.ts';
import { createRecoverySteps } from '../recovery/recovery-steps.ts';
import { type KnownPlace, readDeviceWord } from './device-word.ts';
import { judgeOwnersDoor } from './judge-owners-door.ts';
import type { OwnersDoorPort } from './port.ts';

/** A sign-in whose password is proven, and what the device it is on knew before. */
export interface StoppedSignIn {
  readonly waiting: Pick<WaitingSignIn, 'goToOwnersDoor' | 'openAfterRecovery'>;
  readonly places: readonly KnownPlace[] | undefined;
  /** The keys of the account, where this device made them a moment ago. */
  readonly statement?: Bytes;
}

/**
 * `take` hands over the sign-in that waits, which is over then; `opened` takes up an account whose keys were opened after
 * the recovery code had let it in.
 */
export function createOwnersDoorPort(
  core: ClientCore,
  take: () => StoppedSignIn | undefined,
  opened: (open: OpenAccount) => Promise<Result<unknown>>,
): OwnersDoorPort {
  /** The sign-in that the session at the door began with, and that session. */
  let stopped: (StoppedSignIn & { readonly session: NewSession }) | undefined;
  const over = () => {
    stopped = undefined;
    core.snapshots.update({ door: undefined });
  };
  const knownPlaces = async (): Promise<readonly KnownPlace[] | undefined> => {
    const account = core.account();
    return account.ok ? readDeviceWord(account.value) : stopped?.places;
  };
  const recovery = createRecoverySteps(core, {
    knownPlaces,
    isLost: () => stopped !== undefined,
    ownStatement: () => stopped?.statement,
    over,
    open: async () => {
      if (stopped === undefined) return refuse('sign_in_required');
      const open = await stopped.waiting.openAfterRecovery(stopped.session);
      if (!open.ok) return open;
      // The snapshot shows the door until the keys are open, so that no page asks for another sign-in between.
      stopped = undefined;
      const taken = await opened(open.value);
      return taken.ok ? ok(open.value) : taken;
    },
  });

  return {
    ...recovery,
    ...createAbandonmentSteps(core.api),
    signInAtOwnersDoor: async () => {
      const taken = take();
      if (taken === undefined) return refuse('ticket_expired');
      const begun = await taken.waiting.goToOwnersDoor();
      if (!begun.ok) return begun;
      core.accountCore.useToken(begun.value.token);
      const session = await core.api.call(readOwnSession, {});
      if (!session.ok) return session;
      stopped = { ...taken, session: begun.value };
      const { email, endsAtMs = core.clock.nowMs() } = session.value;
      const addresses = (taken.places ?? []).map(({ address }) => address);
      core.snapshots.update({ door: { email, endsAtMs, addresses } });
      return ok();
    },
    openOwnersDoor: async (address) => {
      const known = await knownPlaces();
      const answer = await core.api.call(openOwnersDoor, { params: { address }, body: {} });
      if (!answer.ok) {
        if (answer.code === 'sign_in_required') over();
        return answer;
      }
      const judged = judgeOwnersDoor(forgotAt(address, core) ? undefined : known, address, answer.value);
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

/**
 * Whether the account began anew without its former keys and so cannot know the organization at an address any more: what
 * the server says of it is the server's word then, and the kit has to identify it.
 */
function forgotAt(address: string, core: ClientCore): boolean {
  const account = core.account();
  if (!account.ok) return false;
  const { opened, state } = account.value;
  return (
    hasBegunAnew(opened, state.current()) && !state.current().heads.some((head) => head.address === address)
  );
}
