import { beginPasswordChange } from '@postern/contract';
import type { Result } from '@postern/core';
import type { Place } from './scene/mayas-place.ts';

export const nextPassword = 'nine quiet lanterns';
export const lowCost = { memoryKiB: 8, iterations: 1, parallelism: 1 };

/**
 * DL04: Maya chooses another password. The server tells her client to stretch it at a lower cost from now on, in front
 * of the message that the change begins with.
 */
export function changePasswordAtLowCost({ evil, desk, password }: Place): Promise<Result<unknown>> {
  evil.behave().alter(beginPasswordChange, ({ registrationResponse }) => ({
    registrationResponse: `${JSON.stringify(lowCost)}$${registrationResponse}`,
  }));
  return desk.client.account.changePassword(password, nextPassword);
}
