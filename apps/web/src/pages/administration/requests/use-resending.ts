import type { MadeInvitation } from '@postern/client';
import type { InviteId, Refusal, RequestId } from '@postern/core';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { useTask } from '../../../use-task.ts';

export interface Resending {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  /** The new link, shown this once. */
  readonly made: MadeInvitation | undefined;
  readonly send: (invite: InviteId) => void;
  readonly dismiss: () => void;
}

/** Sends somebody's invitation again in answer to their request. */
export function useResending(request: RequestId, onChanged: () => Promise<unknown>): Resending {
  const { invitations } = usePort().administration;
  const task = useTask();
  const [made, setMade] = useState<MadeInvitation>();
  return {
    busy: task.busy,
    refusal: task.refusal,
    made,
    send: (invite) =>
      void task
        .run(() => invitations.resend(invite, undefined, request))
        .then((sent) => {
          if (sent !== undefined) setMade(sent.value);
          return onChanged();
        }),
    dismiss: () => setMade(undefined),
  };
}
