import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { replacePhoneKeys } from './replace-phone-keys.ts';

vi.mock('../packages/client/src/phone/check-pairing-answer.ts', async () => {
  const { ok } = await import('@postern/core');
  const { hashB64 } = await import('@postern/crypto');
  const { bytesOfWire } = await import('../packages/client/src/account/key-storage-wire.ts');
  type Served = import('../packages/client/src/phone/check-pairing-answer.ts').ServedPairingAnswer;
  return {
    checkPairingAnswer: async (_code: unknown, { method, sealingKey, anchor }: Served) => {
      const bytes = bytesOfWire(anchor);
      const key = bytesOfWire(sealingKey);
      return ok({ id: method, kind: 'phone', sealingKey: key, anchorHash: hashB64(bytes), anchor: bytes });
    },
  };
});

twin('X4', 'the authentication of the answer by the key in the code', async (scene) => {
  const { pairing, opens } = await replacePhoneKeys(scene);
  expect(pairing?.state).toBe('paired');
  expect(await opens()).toBe(true);
  return 'the keys of the account';
});
