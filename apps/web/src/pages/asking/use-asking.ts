import type { DenialCode } from '@postern/access';
import type { AskedFor, OwnRequest } from '@postern/client';
import type { Refusal } from '@postern/core';
import { useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { useTask } from '../../use-task.ts';
import { requestAbout } from './own-request.ts';

export interface AskOptions {
  /** Address of the organization. */
  readonly address: string;
  readonly code: DenialCode;
  readonly about?: AskedFor | undefined;
}

export interface Asking {
  /** What became of asking about this, kept fresh; absent when nobody was asked. */
  readonly request: OwnRequest | undefined;
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  /** Asks, or reminds those who were asked. */
  readonly ask: (note: string) => Promise<void>;
  readonly withdraw: () => Promise<void>;
}

/** Asking for access about one refusal, with its state. */
export function useAsking({ address, code, about }: AskOptions): Asking {
  const { ask: port } = usePort().requests;
  const { entered } = useSnapshot();
  const task = useTask();
  const [answered, setAnswered] = useState<OwnRequest>();
  const known = entered?.address === address ? entered.requests : [];
  // What the server has just answered counts until the snapshot knows of it.
  const mine =
    answered === undefined || known.some(({ request }) => request === answered.request)
      ? known
      : [answered, ...known];
  const request = requestAbout(mine, code, about);
  const keep = (done: { readonly value: OwnRequest } | undefined) => {
    if (done !== undefined) setAnswered(done.value);
  };
  return {
    request,
    busy: task.busy,
    refusal: task.refusal,
    ask: async (note) => keep(await task.run(() => port.ask(address, { code, about, note }))),
    withdraw: async () => {
      if (request !== undefined) keep(await task.run(() => port.withdraw(address, request.request)));
    },
  };
}
