import { expect } from 'vitest';
import { attack } from './harness/attack.ts';
import { listItselfAsCustodian } from './list-itself-as-custodian.ts';
import { forgeSettings, theOneCode } from './scene/forged-settings.ts';
import { alarmOf, mayasPlace } from './scene/mayas-place.ts';

for (const signedBy of ['otto', 'server'] as const) {
  const by = signedBy === 'otto' ? 'by a member of its own' : "in Maya's name";
  const code = signedBy === 'otto' ? 'ledger_invalid' : 'signature_wrong';
  attack('LP01', `makes itself a custodian at sign-in, signed ${by}`, async (scene) => {
    const { device, entered } = await listItselfAsCustodian(scene, signedBy);
    expect(entered).toMatchObject({ ok: false, code });
    expect(device.client.snapshot().entered?.open).toBeUndefined();
    expect(device.sent.filter((request) => /POST .*(ledger|writes)/.test(request))).toEqual([]);
    return alarmOf(device);
  });
}

attack('LP01', 'sends a list of administrators with the answers of a sign-in', async (scene) => {
  const place = await mayasPlace(scene);
  const { answers, ledger } = await forgeSettings(place, { administrators: ['otto@northwind.example'] });
  expect(theOneCode(answers)).toBe('server_refused_form');
  expect(ledger).toBe('ledger_invalid');
  return `${theOneCode(answers)}, ${ledger}`;
});
