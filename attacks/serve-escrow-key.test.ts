import { appendLedger } from '@postern/contract';
import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { alarmOf } from './scene/mayas-place.ts';
import { serveEscrowKey } from './serve-escrow-key.ts';

attack('BW02', 'serves another organization key, to which new vault keys are to go', async (scene) => {
  const { evil, leo, saveAndRead } = await serveEscrowKey(scene);
  expect(await alarmOf(leo.desk)).toBe('signature_wrong');
  const before = evil.received.length;
  const { added, read } = await saveAndRead();
  expect(added.ok).toBe(false);
  expect(read).toBeUndefined();
  const since = evil.received.slice(before).map(({ endpoint }) => endpoint?.name);
  expect(since).not.toContain(appendLedger.name);
  return alarmOf(leo.desk);
});
