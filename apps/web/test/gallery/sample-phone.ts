import type { PhonePort } from '@postern/client';
import { ok } from '@postern/core';

/** An account without phones; every operation succeeds and changes nothing. */
export const samplePhone: PhonePort = {
  phones: async () => ok([]),
  beginPairing: async () => ok(),
  confirmPairing: async () => ok(),
  cancelPairing: async () => {},
  unpair: async () => ok({ endedSessions: 0 }),
  ask: async () => ok(),
  askByDigits: async () => {},
  confirmApproved: async () => {},
  cancelAsking: async () => {},
};
