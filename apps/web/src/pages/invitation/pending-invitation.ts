import { findInvitedAddress } from '@postern/client/invited-address';
import { useSyncExternalStore } from 'react';

/**
 * The invitation whose link opened this window. INVARIANT: its fragment holds a secret. It is taken out of the address
 * bar before anything else runs, and kept in this variable alone: not in the history, where a later visitor finds it, nor
 * in session storage, which browsers write to disk. So loading the page anew forgets it, and the link is opened again.
 */
export interface PendingInvitation {
  /** Tells one link from the next without showing it. */
  readonly number: number;
  readonly fragment: string;
  /** The address it was sent to: as the link says, and as the ledger does once it was opened. */
  readonly email?: string;
  /** The person went to sign up or in for it: coming back, they want to go on. */
  readonly isWanted?: boolean;
}

/** Longer than any link of ours; what is above this is not kept. */
const maxFragmentLength = 4096;
export const invitationPath = '/invitation';

let pending: PendingInvitation | undefined;
let count = 0;
const listeners = new Set<() => void>();

/** The parts of a window that a link arrives in. */
export interface LinkWindow {
  readonly location: Pick<Location, 'pathname' | 'hash'>;
  readonly history: Pick<History, 'state' | 'replaceState'>;
}

/** Takes an invitation's fragment out of the address bar, if that is what it holds. */
export function takeInvitation({ location, history }: LinkWindow): void {
  if (location.pathname !== invitationPath || location.hash === '') return;
  const fragment = location.hash.slice(1);
  history.replaceState(history.state, '', invitationPath);
  if (fragment === '' || fragment.length > maxFragmentLength) return;
  count++;
  const email = findInvitedAddress(fragment);
  set({ number: count, fragment, ...(email === undefined ? {} : { email }) });
}

/** The invitation this window was opened with, until it is accepted. */
export function pendingInvitation(): PendingInvitation | undefined {
  return pending;
}

/** Adds what became known of the pending invitation. */
export function noteInvitation(known: Pick<PendingInvitation, 'email' | 'isWanted'>): void {
  if (pending !== undefined) set({ ...pending, ...known });
}

/** The invitation was accepted. */
export function forgetInvitation(): void {
  set(undefined);
}

/** {@link pendingInvitation}, drawn again when it changes. */
export function usePendingInvitation(): PendingInvitation | undefined {
  return useSyncExternalStore(subscribe, pendingInvitation);
}

function set(next: PendingInvitation | undefined): void {
  pending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
