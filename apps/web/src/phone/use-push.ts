import { ok, type Result, refuse, toBase64Url } from '@postern/core';
import { useCallback, useState } from 'react';
import type { PageApprover } from './page-approver.ts';

/** Why this phone cannot be woken; each has words of its own. */
export type PushProblem = 'denied' | 'unsupported' | 'failed';

/** Whether this browser could be woken at all. */
function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
}

/**
 * Turns waking this phone on and off. `turnOn` asks the person for permission, so it is called from a click that says what
 * for, and never by itself.
 */
export function usePush(approver: PageApprover) {
  const [problem, setProblem] = useState<PushProblem>();
  const turnOn = useCallback(async (): Promise<Result<undefined>> => {
    setProblem(undefined);
    const problem = !canPush()
      ? 'unsupported'
      : (await Notification.requestPermission()) !== 'granted'
        ? 'denied'
        : undefined;
    if (problem !== undefined) {
      setProblem(problem);
      return ok();
    }
    const subscribed = await subscribe(approver);
    if (subscribed === undefined) setProblem('failed');
    return subscribed ?? ok();
  }, [approver]);
  const turnOff = useCallback(async (): Promise<Result<undefined>> => {
    const stopped = await approver.stopPush();
    if (!stopped.ok || !canPush()) return stopped;
    const { pushManager } = await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe();
    return stopped;
  }, [approver]);
  return { problem, turnOn, turnOff };
}

/** Where permission was given before, a newly paired account uses it too. */
export async function renewPush(approver: PageApprover): Promise<void> {
  if (!canPush() || Notification.permission !== 'granted') return;
  await subscribe(approver);
}

/** Answers `undefined` when the browser's push service gives no subscription. */
async function subscribe(approver: PageApprover): Promise<Result<undefined> | undefined> {
  const key = await approver.pushKey();
  if (!key.ok) return key;
  const { pushManager } = await navigator.serviceWorker.ready;
  let subscription: PushSubscription;
  try {
    const had = await pushManager.getSubscription();
    // The server may have another key than when this was made, and one place has one key.
    if (had !== null && !hasKey(had, key.value)) await had.unsubscribe();
    subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key.value });
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) {
    return refuse('push_service_refused');
  }
  return approver.startPush({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
}

function hasKey({ options }: PushSubscription, keyB64: string): boolean {
  const key = options.applicationServerKey;
  return key !== null && toBase64Url(new Uint8Array(key)) === keyB64;
}
