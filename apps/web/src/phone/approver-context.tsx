import type { PhoneSnapshot } from '@postern/client';
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { type PageApprover, startingPhone } from './page-approver.ts';

const ApproverContext = createContext<PageApprover | undefined>(undefined);

/** Gives the pages inside it the phone; there is none outside the installed app. */
export function ApproverProvider({
  approver,
  children,
}: {
  readonly approver: PageApprover | undefined;
  readonly children: ReactNode;
}) {
  return <ApproverContext value={approver}>{children}</ApproverContext>;
}

/** The phone, on a page that is drawn in the installed app alone. */
export function useApprover(): PageApprover {
  const approver = useContext(ApproverContext);
  if (approver === undefined) throw new Error('a page of the phone was drawn outside the installed app');
  return approver;
}

const noChanges = () => () => {};

/** What the phone knows, or `undefined` outside the installed app. */
export function usePhoneIfApp(): PhoneSnapshot | undefined {
  const approver = useContext(ApproverContext);
  const snapshot = useSyncExternalStore(
    approver?.subscribe ?? noChanges,
    approver?.snapshot ?? (() => startingPhone),
  );
  return approver === undefined ? undefined : snapshot;
}

/** What the phone knows, drawn again when it changes. */
export function usePhone(): PhoneSnapshot {
  const approver = useApprover();
  return useSyncExternalStore(approver.subscribe, approver.snapshot);
}
