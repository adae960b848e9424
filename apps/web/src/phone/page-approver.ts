import type { PhoneApprover, PhoneCode, PhoneSnapshot } from '@postern/client';

/** The phone's keys and what they answer, as a page uses them: they stay in the worker. */
export interface PageApprover extends Omit<PhoneApprover, 'readCode' | 'usePush' | 'wake' | 'close'> {
  readonly readCode: (text: string) => Promise<PhoneCode | undefined>;
  /** {@link PhoneApprover.usePush}, which no page may take for a hook. */
  readonly startPush: PhoneApprover['usePush'];
}

/** Before the worker has said anything. */
export const startingPhone: PhoneSnapshot = { phase: 'starting', online: true, pairings: [], requests: [] };
