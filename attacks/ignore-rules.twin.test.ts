import { mustBeOk } from '@postern/core';
import { expect, vi } from 'vitest';
import { twin } from './harness/attack.ts';
import { undoRules } from './ignore-rules.ts';

vi.mock('../packages/ledger/src/signature-holds.ts', () => ({ signatureHolds: async () => true }));

twin('X7', 'the signature under a change of the rules', async (scene) => {
  const { device, entered, email } = await undoRules(scene);
  expect(entered).toMatchObject({ ok: true, value: { allowed: true } });
  const { settings, settingsSet } = mustBeOk(await device.client.administration.rules.read());
  expect(settings.clientsOff).toEqual([]);
  expect(settingsSet.clientsOff).toMatchObject({ by: email });
  return 'a rule that is off, and Maya is told that she did it';
});
