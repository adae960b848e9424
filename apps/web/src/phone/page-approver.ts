import type { PhoneApprover, PhoneCode, PhoneSnapshot } from '@postern/client';
import { proxy, type Remote } from 'comlink';
import type { WorkerClient } from '../start-client.ts';

/** What the phone does, as the worker exposes it: all of it takes a while. */
export interface PhoneOperations
  extends Omit<PhoneApprover, 'snapshot' | 'subscribe' | 'readCode' | 'wake' | 'close'> {
  readonly readCode: (text: string) => Promise<PhoneCode | undefined>;
}

/** The phone as a page uses it: its keys and what they answer stay in the worker. */
export interface PageApprover
  extends Pick<PhoneApprover, 'snapshot' | 'subscribe'>,
    Omit<PhoneOperations, 'usePush'> {
  /** {@link PhoneApprover.usePush}, which no page may take for a hook. */
  readonly startPush: PhoneApprover['usePush'];
}

/** Before the worker has said anything. */
export const startingPhone: PhoneSnapshot = { phase: 'starting', online: true, pairings: [], requests: [] };

/** The phone in the worker, with its snapshot kept here. */
export function pageApprover(remote: Remote<WorkerClient>): PageApprover {
  const listeners = new Set<() => void>();
  let snapshot = startingPhone;
  void remote.watchPhone(
    proxy((next: PhoneSnapshot) => {
      snapshot = next;
      for (const listener of listeners) listener();
    }),
  );
  // Every operation is asynchronous already, so the remote object has the very same type.
  const approver = remote.approver as unknown as PhoneOperations;
  return {
    snapshot: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readCode: (text) => approver.readCode(text),
    pair: (text, label) => approver.pair(text, label),
    refresh: () => approver.refresh(),
    approveByCode: (text) => approver.approveByCode(text),
    beginDigits: (request) => approver.beginDigits(request),
    approveByDigits: (request, digits) => approver.approveByDigits(request, digits),
    deny: (request, report) => approver.deny(request, report),
    pushKey: () => approver.pushKey(),
    startPush: (subscription) => approver.usePush(subscription),
    stopPush: () => approver.stopPush(),
    unpair: (account) => approver.unpair(account),
    forget: (account) => approver.forget(account),
  };
}
